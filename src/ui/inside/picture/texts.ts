import type { View } from '../../../engine/engine.ts'
import { withArticle } from '../../words/format.ts'

/** The direction in which the picture moves in a view with equal shifts in x and y. */
const movedBy = (shift: number): string =>
  shift > 0 ? `${shift} up and left` : `${-shift} down and right`

const percent = (share: number): string =>
  share > 0 && share < 0.005 ? '·' : `${(100 * share).toFixed(0)}%`

/** Texts of the block that classifies a picture under each view. */
export const PICTURE = {
  title: 'Your own picture',
  what: 'Choose, drop or paste a picture to see what the network predicts for it, and for shifted and mirrored views of it. The picture stays on this computer.',
  network: (recipe: string, seed: number) => `Predicted by ${recipe}, seed ${seed}.`,
  gone: 'The weights of this run are not in this browser, so the shipped network predicts.',
  shrunk:
    'You see what the network sees: the central square of the picture, scaled down to 32 × 32 pixels. It knows ten classes and always predicts one of them.',
  choose: 'Choose a picture',
  test: 'A test image',
  looking: 'Classifying…',
  class: 'class',
  truth: 'true class',
  together: 'weighted average',
  view: ({ mirrored, shiftX, shiftY }: View): string => {
    if (shiftX === 0 && shiftY === 0) return mirrored ? 'mirrored' : 'original'
    return mirrored ? `${movedBy(shiftX)}, mirrored` : movedBy(shiftX)
  },
  predicted: (name: string, share: number, truth: string | null): string => {
    const confidence = `${(100 * share).toFixed(1)}% confidence`
    if (truth === null) return `Prediction: ${name}, ${confidence}.`
    return truth === name
      ? `Correct: ${name}, ${confidence}.`
      : `Wrong: ${name}, ${confidence}. It is ${withArticle(truth)}.`
  },
  percent,
}
