import * as v from 'valibot'
import { RecipeChoiceSchema } from '../../recipe/choice.ts'
import { MAX_SEED } from '../store/setup.ts'

export const MAX_TITLE = 80
/** Two sentences. */
export const MAX_INSTRUCTION = 300

export const LESSON_VIEWS = ['train', 'compare', 'inside'] as const
export type LessonView = (typeof LESSON_VIEWS)[number]

/** Parts of the page that a lesson can hide. The names are in links: add new ones, never change existing ones. */
export const HIDEABLE = [
  'recipe',
  'rate',
  'full',
  'images',
  'story',
  'compare',
  'inside',
  'gpu',
] as const
export type Hideable = (typeof HIDEABLE)[number]

/** Invisible characters and characters that change the text direction. */
const UNSEEN = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u

const words = (most: number, name: string) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, `Write the ${name}.`),
    v.maxLength(most, `Shorten the ${name} to ${most} characters.`),
    v.check((text) => !UNSEEN.test(text), `Remove invisible characters from the ${name}.`),
  )

/** A lesson: the recipe, view, hidden parts and instruction that a teacher's link sets up. */
export const LessonSchema = v.strictObject({
  title: words(MAX_TITLE, 'title'),
  instruction: words(MAX_INSTRUCTION, 'instruction'),
  view: v.picklist(LESSON_VIEWS),
  choice: RecipeChoiceSchema,
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SEED)),
  hidden: v.pipe(
    v.array(v.picklist(HIDEABLE)),
    v.maxLength(HIDEABLE.length),
    v.check((parts) => new Set(parts).size === parts.length, 'A part is named twice.'),
  ),
})

export type Lesson = v.InferOutput<typeof LessonSchema>

/** Why a lesson's form isn't complete, as a sentence; null if it is. */
export function lessonProblem(lesson: Lesson): string | null {
  const checked = v.safeParse(LessonSchema, lesson)
  return checked.success ? null : checked.issues[0].message
}
