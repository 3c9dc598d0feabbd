import * as v from 'valibot'
import { expect, it } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import { fuzz, FUZZ_TIMEOUT } from '../../testing/fuzz.ts'
import { fromBase64url, toBase64url } from '../share/encoding/base64url.ts'
import { deflate, inflate } from '../share/encoding/deflate.ts'
import { LinkError } from '../share/link-error.ts'
import { type Lesson, LessonSchema } from './lesson.ts'
import { hashToLesson, lessonToHash } from './lesson-link.ts'

const lessonOf = (lesson: Partial<Lesson>): Lesson => ({
  title: 'What does cutout do?',
  instruction: 'Press Try now. Then switch Cutout off, and compare both curves.',
  view: 'train',
  choice: { ...presetChoice('page-10'), toggles: { cutout: false } },
  seed: 3,
  hidden: ['rate', 'full', 'inside'],
  ...lesson,
})

const hashes = await Promise.all(
  [
    lessonOf({}),
    lessonOf({ view: 'inside', hidden: [], seed: 0 }),
    lessonOf({ choice: { ...presetChoice('quick'), overrides: { labelSmoothing: 0.1 } } }),
  ].map(lessonToHash),
)

/** What a link opens is a lesson, and opens again. */
const open = async (hash: string): Promise<void> => {
  const lesson = await hashToLesson(hash)
  expect(v.safeParse(LessonSchema, lesson).success).toBe(true)
  expect(await hashToLesson(await lessonToHash(lesson))).toEqual(lesson)
}

it('opens or rejects any lesson link', { timeout: FUZZ_TIMEOUT }, async () => {
  const { refused } = await fuzz({
    name: 'lesson links',
    samples: hashes.map((hash) => new TextEncoder().encode(hash)),
    decode: (bytes) => open(new TextDecoder().decode(bytes)),
    refusals: [LinkError],
  })
  expect(refused).toBeGreaterThan(0)
})

it('opens or rejects any bytes packed in a lesson link', { timeout: FUZZ_TIMEOUT }, async () => {
  const packed = hashes.map((hash) => fromBase64url(hash.slice('#lesson=1.'.length)))
  const { refused } = await fuzz({
    name: 'packed lessons',
    samples: await Promise.all(packed.map((bytes) => inflate(bytes, 2 ** 14))),
    decode: async (bytes) => open(`#lesson=1.${toBase64url(await deflate(bytes))}`),
    refusals: [LinkError],
  })
  expect(refused).toBeGreaterThan(0)
})
