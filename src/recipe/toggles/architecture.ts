import { withLengthTimes } from '../adjust.ts'
import type { PageNetwork, Recipe } from '../recipe.ts'
import type { Toggle } from './toggle.ts'

/** Changes a network of Page's family; another is left as it is. */
const withPage = (recipe: Recipe, change: (network: PageNetwork) => PageNetwork): Recipe =>
  recipe.network.family === 'page' ? { ...recipe, network: change(recipe.network) } : recipe

export const ARCHITECTURE_TOGGLES = {
  residuals: {
    title: 'Residual branches',
    group: 'architecture',
    changes: ['network.residuals'],
    isOn: ({ network }) => network.family === 'page' && network.residuals.length > 0,
    on: (recipe, preset) =>
      withPage(recipe, (network) => ({
        ...network,
        residuals:
          preset.network.family === 'page' && preset.network.residuals.length > 0
            ? preset.network.residuals
            : [1, 3],
      })),
    off: (recipe) => withPage(recipe, (network) => ({ ...network, residuals: [] })),
    conflict: ({ network }) =>
      network.family === 'page' ? null : 'Residual branches belong to Page’s network.',
  },
  earlyPool: {
    title: 'Pool right after the convolution',
    group: 'architecture',
    changes: ['network.pool'],
    isOn: ({ network }) => network.family === 'page' && network.pool === 'beforeNorm',
    on: (recipe) => withPage(recipe, (network) => ({ ...network, pool: 'beforeNorm' })),
    off: (recipe) => withPage(recipe, (network) => ({ ...network, pool: 'afterActivation' })),
    conflict: ({ network }) =>
      network.family === 'page' ? null : 'Only Page’s network can pool elsewhere.',
    retune: {
      page: {
        by: 'Page',
        words: '24 to 25 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 25 / 24 : 24 / 25),
      },
    },
  },
} as const satisfies Record<string, Toggle>
