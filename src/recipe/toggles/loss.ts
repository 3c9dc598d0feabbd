import { withLengthTimes } from '../adjust.ts'
import { switching } from './switching.ts'
import { BAG_OF_TRICKS, type Toggle } from './toggle.ts'

export const LOSS_TOGGLES = {
  labelSmoothing: {
    title: 'Label smoothing',
    line: 'Asks for 82% certainty instead of 100%, and 2% for every other class.',
    paragraph:
      'With hard labels the loss falls as long as the network grows surer, also of what it knows by heart. Smoothed by 0.2 it is lowest at a certainty of 82%, so effort goes where answers are wrong. A perfect network’s loss then ends above 0. Page: 94.2% for 94.1% at 25 epochs, or 94.1% at 23: 64 to 59 s.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
    group: 'loss',
    changes: ['labelSmoothing'],
    settings: [{ path: 'labelSmoothing', title: 'Share', values: [0.1, 0.2] }],
    ...switching<number>({
      get: (recipe) => recipe.labelSmoothing,
      set: (recipe, labelSmoothing) => ({ ...recipe, labelSmoothing }),
      off: 0,
      usual: 0.2,
    }),
    retune: {
      page: {
        by: 'Page',
        words: '25 to 23 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 23 / 25 : 25 / 23),
      },
    },
  },
} as const satisfies Record<string, Toggle>
