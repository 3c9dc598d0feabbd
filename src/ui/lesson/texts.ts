import type { Hideable, LessonView } from '../../runs/lesson/lesson.ts'
import { PAGE } from '../words/texts.ts'

const VIEWS: Readonly<Record<LessonView, string>> = PAGE.viewNames

const PARTS: Readonly<Record<Hideable, string>> = {
  recipe: 'Recipe',
  rate: 'Learning rate buttons',
  full: 'Train to 94% (downloads all images)',
  images: 'Images (download and files)',
  story: 'The story of how training got faster',
  compare: 'Compare',
  inside: 'Look inside',
  gpu: 'GPU panel',
}

/** Lessons: links with a recipe, a view and an instruction, that a teacher makes and students open. */
export const LESSON = {
  label: 'Lesson',
  leave: 'Leave the lesson',
  make: PAGE.makeLesson,
  close: 'Close the lesson form',
  lead: 'A lesson is a link. It opens this page with a recipe, an instruction, and only the controls that you keep. Nothing starts by itself, and nothing is uploaded: the lesson is in the link.',
  title: 'Title',
  instruction: 'Instruction, two sentences',
  letters: (left: number) => `${left} characters left`,
  opensAt: 'Opens at',
  views: VIEWS,
  hide: 'Hide',
  parts: PARTS,
  recipe: (recipe: string, seed: number) => `Recipe: ${recipe}, seed ${seed}, as set up on Train.`,
  copy: 'Copy lesson link',
  copied: 'Lesson link copied',
  open: 'Open the lesson',
} as const
