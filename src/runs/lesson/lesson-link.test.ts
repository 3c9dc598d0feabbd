import { describe, expect, it } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import { deflate } from '../share/encoding/deflate.ts'
import { LinkError } from '../share/link-error.ts'
import { toBase64url } from '../share/encoding/base64url.ts'
import { type Lesson, lessonProblem, MAX_INSTRUCTION, MAX_TITLE } from './lesson.ts'
import { hashToLesson, lessonToHash } from './lesson-link.ts'

const LESSON: Lesson = {
  title: 'What does cutout do?',
  instruction: 'Press Try now. Then switch Cutout off, and compare both curves.',
  view: 'train',
  choice: { ...presetChoice('page-10'), toggles: { cutout: false } },
  seed: 3,
  hidden: ['rate', 'full', 'inside'],
}

const linkOf = async (value: unknown): Promise<string> => {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return `#lesson=1.${toBase64url(await deflate(bytes))}`
}

describe('a lesson', () => {
  it('survives a round trip through its link', async () => {
    expect(await hashToLesson(await lessonToHash(LESSON))).toEqual(LESSON)
  })

  it('survives it with -0 too, which JSON can read but does not write', async () => {
    const knots = '[[-0,0],[1,1]]'
    const text = JSON.stringify({
      ...LESSON,
      choice: { ...LESSON.choice, overrides: { 'schedule.knots': 'knots' } },
    }).replace('"knots"', knots)
    const bytes = new TextEncoder().encode(text)
    const lesson = await hashToLesson(`#lesson=1.${toBase64url(await deflate(bytes))}`)
    expect(await hashToLesson(await lessonToHash(lesson))).toEqual(lesson)
  })

  it('fits a message', async () => {
    expect((await lessonToHash(LESSON)).length).toBeLessThan(400)
  })

  it('opens as chats pass it on', async () => {
    const hash = await lessonToHash(LESSON)
    const passed = `#${encodeURIComponent(hash.slice(1).replace('lesson', 'LESSON'))}).&fbclid=x`
    expect(await hashToLesson(passed)).toEqual(LESSON)
  })

  // A link that was made when the version was new.
  it('of an old link opens', async () => {
    const old =
      '#lesson=1.JY4xasQwEEWvMvxauySkU5MiF0ixkGLZQiuNLYGiMaORTTC-e4jTfXiPx98Rs5TI8DtkZdWSuMPvh8Oi3NngsYSZL68vcFC20f74_eFgMs_1lBGHyTD4KdTOx-GQS0rc4O_QYAyHadQKh9J6SYzHuUxHtCINHp_KvdNNf6jJdqVb5kZ9KxYzfZxtkmlyFFqiKN9LUKanWKY4dOV-hUNnTvBvDlasMjy-cjBKwp3-31GSdzishTd4mIbScPwC'
    expect(await hashToLesson(old)).toEqual(LESSON)
  })

  it('with markup keeps it as text', async () => {
    const title = '<img src=x onerror=alert(1)>'
    expect((await hashToLesson(await linkOf({ ...LESSON, title }))).title).toBe(title)
  })
})

describe('a hostile lesson link', () => {
  const { seed: _, ...withoutSeed } = LESSON
  it.each<[string, unknown]>([
    ['no object', 'milk'],
    ['a field missing', withoutSeed],
    ['a field more', { ...LESSON, script: 'x' }],
    ['a title that is too long', { ...LESSON, title: 'x'.repeat(MAX_TITLE + 1) }],
    ['an empty title', { ...LESSON, title: '  ' }],
    [
      'an instruction that is too long',
      { ...LESSON, instruction: 'x'.repeat(MAX_INSTRUCTION + 1) },
    ],
    ['a line break', { ...LESSON, instruction: 'a\nb' }],
    ['text that turns direction', { ...LESSON, title: 'abc\u202edef' }],
    ['a view that is none', { ...LESSON, view: 'javascript:alert(1)' }],
    ['a part that is none', { ...LESSON, hidden: ['__proto__'] }],
    ['a part twice', { ...LESSON, hidden: ['rate', 'rate'] }],
    ['a recipe that is none', { ...LESSON, choice: presetOf('page-99') }],
    ['a recipe that cannot be', { ...LESSON, choice: presetOf('page-10', { batchSize: -1 }) }],
    ['a seed out of range', { ...LESSON, seed: 2 ** 32 }],
  ])('with %s is refused', async (_what, value) => {
    const opened = hashToLesson(await linkOf(value))
    await expect(opened).rejects.toBeInstanceOf(LinkError)
    await expect(opened).rejects.toThrow(/^This link does not contain a readable lesson\./)
  })

  it.each<[string, () => Promise<string> | string]>([
    ['a run', async () => (await linkOf(LESSON)).replace('lesson', 'run')],
    ['too many letters', () => `#lesson=1.${'A'.repeat(9000)}`],
    ['a bomb', () => linkOf('x'.repeat(1_000_000))],
    ['half of its letters', async () => (await linkOf(LESSON)).slice(0, 90)],
    ['a version that never was', async () => (await linkOf(LESSON)).replace('1.', '0.')],
  ])('of %s is refused', async (_what, make) => {
    await expect(hashToLesson(await make())).rejects.toBeInstanceOf(LinkError)
  })

  it('of a newer lab94 says so', async () => {
    const hash = (await linkOf(LESSON)).replace('1.', '2.')
    await expect(hashToLesson(hash)).rejects.toThrow(/A newer lab94 made it/)
  })
})

it('says what a lesson lacks', () => {
  expect(lessonProblem(LESSON)).toBeNull()
  expect(lessonProblem({ ...LESSON, title: ' ' })).toBe('Write the title.')
  expect(lessonProblem({ ...LESSON, instruction: 'x'.repeat(301) })).toMatch(/to 300 characters/)
})

const presetOf = (preset: string, overrides = {}) => ({
  preset,
  toggles: {},
  retunes: [],
  overrides,
})
