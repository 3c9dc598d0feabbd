import type { Recipe } from '../recipe.ts'
import { isSelective, type ViewsRecipe } from '../schema/views.ts'
import { retimed } from '../schedule/knots.ts'
import type { Toggle } from './toggle.ts'

const withViews = (recipe: Recipe, views: ViewsRecipe): Recipe => ({ ...recipe, views })

export const TEST_TIME_TOGGLES = {
  mirrorViews: {
    title: 'Mirrored view at test time',
    group: 'testTime',
    changes: ['views'],
    isOn: ({ views }) => views !== 'none',
    on: (recipe, preset) => withViews(recipe, preset.views === 'none' ? 'mirror' : preset.views),
    off: (recipe) => withViews(recipe, 'none'),
    retune: {
      page: {
        by: 'David Page',
        words: 'no cutout, 13 to 10 epochs',
        changes: ['length.count', 'schedule.knots', 'augmentation.cutout'],
        apply: (recipe, on) => {
          const stretched = retimed(recipe, on ? 10 / 13 : 13 / 10)
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
    group: 'testTime',
    changes: ['views'],
    isOn: ({ views }) => views === 'mirrorAndShifts',
    on: (recipe) => withViews(recipe, 'mirrorAndShifts'),
    off: (recipe, { views }) => withViews(recipe, views === 'mirrorAndShifts' ? 'mirror' : views),
    retune: {
      airbench: {
        by: 'Keller Jordan',
        words: '12 to 10.8 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => retimed(recipe, on ? 10.8 / 12 : 12 / 10.8),
      },
    },
  },
  selectiveViews: {
    title: 'More views only when unsure',
    group: 'testTime',
    changes: ['views'],
    isOn: ({ views }) => isSelective(views),
    on: (recipe, { views }) => withViews(recipe, isSelective(views) ? views : 'selective'),
    off: (recipe, { views }) => withViews(recipe, isSelective(views) ? 'mirrorAndShifts' : views),
  },
} as const satisfies Record<string, Toggle>
