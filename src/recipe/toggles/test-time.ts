import type { Recipe, ViewsRecipe } from '../recipe.ts'
import { withLengthTimes } from '../adjust.ts'
import { AIRBENCH_PAPER, BAG_OF_TRICKS, type Toggle } from './toggle.ts'

const withViews = (recipe: Recipe, views: ViewsRecipe): Recipe => ({ ...recipe, views })

export const TEST_TIME_TOGGLES = {
  mirrorViews: {
    title: 'Mirrored view at test time',
    line: 'Asks twice, for each image and its mirror, and averages the answers.',
    paragraph:
      'Each test image is classified as it is and mirrored, and the logits are averaged: mistakes of one side are often put right by the other. It costs one more pass over the test images and nothing in training. Page: 94.6% for 94.1% at 13 epochs, or 94.1% at 10, without cutout: 33.5 to 26 s.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
    group: 'testTime',
    changes: ['views'],
    isOn: ({ views }) => views !== 'none',
    on: (recipe, preset) => withViews(recipe, preset.views === 'none' ? 'mirror' : preset.views),
    off: (recipe) => withViews(recipe, 'none'),
    retune: {
      page: {
        by: 'Page',
        words: 'no cutout, 13 to 10 epochs',
        changes: ['length.count', 'schedule.knots', 'augmentation.cutout'],
        apply: (recipe, on) => {
          const stretched = withLengthTimes(recipe, on ? 10 / 13 : 13 / 10)
          return {
            ...stretched,
            augmentation: { ...recipe.augmentation, cutout: on ? 0 : 5 },
          }
        },
      },
    },
  },
  shiftedViews: {
    title: 'Shifted views at test time',
    line: 'Asks six times: also for the image shifted by a pixel, both ways, and mirrored.',
    paragraph:
      'To the image and its mirror come both shifted by one pixel up and left, and down and right. The unshifted pair has half of the say. In airbench it allowed 10.8 epochs for 12: 4.6 to 4.3 s.',
    source: AIRBENCH_PAPER,
    part: 'airbench',
    group: 'testTime',
    changes: ['views'],
    isOn: ({ views }) => views === 'mirrorAndShifts',
    on: (recipe) => withViews(recipe, 'mirrorAndShifts'),
    off: (recipe, { views }) => withViews(recipe, views === 'mirrorAndShifts' ? 'mirror' : views),
    retune: {
      airbench: {
        by: 'Jordan',
        words: '12 to 10.8 epochs',
        changes: ['length.count'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 10.8 / 12 : 12 / 10.8),
      },
    },
  },
} as const satisfies Record<string, Toggle>
