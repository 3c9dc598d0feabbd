import { CLASS_NAMES } from '../../../data/records.ts'
import { SHIPPED } from '../../shipped/texts.ts'
import type { Eye } from './eyes-of.ts'

const confidence = (share: number): string =>
  Number.isNaN(share) ? 'NaN' : `${Math.round(100 * share)}%`

/** The twelve test images above the curves. */
export const EYES = {
  title: 'Twelve test images',
  shipped: `Classified by the shipped network (${SHIPPED.accuracy}).`,
  waiting: 'Not tested yet.',
  atStart: 'Predictions come with the first test.',
  otherImages: 'This run’s test set does not contain them.',
  tested: (epoch: string) => `Predicted after epoch ${epoch}.`,
  final: 'Predicted at the end of the run.',
  changed: 'A bar marks a prediction that changed.',
  hover: 'Point at an image or press it to see its true class.',
  trueClass: 'true class',
  confidence,
  /** A tile's contents, for screen readers. */
  tile: ({ label, seen }: Eye): string => {
    const truth = CLASS_NAMES[label]
    if (seen === null) return `Test image of class ${truth}, not tested yet.`
    const { predicted, before } = seen
    const verdict = predicted === label ? 'correct' : `wrong, it is ${truth}`
    const change = before === null ? '' : ` Before: ${CLASS_NAMES[before]}.`
    return `Predicted ${CLASS_NAMES[predicted]}, ${confidence(seen.confidence)}: ${verdict}.${change}`
  },
} as const
