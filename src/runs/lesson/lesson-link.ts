import * as v from 'valibot'
import { positiveZero } from '../../recipe/positive-zero.ts'
import { canonicalJson } from '../record/canonical.ts'
import { DamagedBytes } from '../share/encoding/bytes.ts'
import { LinkError } from '../share/link-error.ts'
import { openHash, type SealedKind, sealHash } from '../share/sealed-hash.ts'
import { type Lesson, LessonSchema } from './lesson.ts'

// Version 1 of a lesson in a link: the lesson as JSON. Never change it, only add versions: teachers keep links.

const LESSON: SealedKind<Lesson> = {
  name: 'lesson',
  what: 'lesson',
  readers: [unpackLesson1],
  maxLetters: 8000,
  maxUnpacked: 16 * 1024,
}

function unpackLesson1(bytes: Uint8Array): Lesson {
  const text = new TextDecoder().decode(bytes)
  const checked = v.safeParse(
    v.pipe(v.string(), v.parseJson({ reviver: positiveZero }), LessonSchema),
    text,
  )
  if (!checked.success) throw new DamagedBytes(v.summarize(checked.issues))
  return checked.output
}

/** The hash of a link to a lesson. Throws a LinkError if its recipe has too many changes for one. */
export async function lessonToHash(lesson: Lesson): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(lesson))
  const hash = await sealHash(LESSON.name, 1, bytes)
  if (bytes.length > LESSON.maxUnpacked || hash.length > LESSON.maxLetters) {
    throw new LinkError('This recipe has too many changes for a lesson link. Undo some of them.')
  }
  return hash
}

/** Reads a link's hash. Throws a LinkError if it isn't a lesson. */
export const hashToLesson = (hash: string): Promise<Lesson> => openHash(hash, LESSON)
