import { withLengthTimes } from '../adjust.ts'
import type { Activation, Recipe } from '../recipe.ts'
import { switchingKind } from './switching.ts'
import { AIRBENCH_PAPER, BAG_OF_TRICKS, type Toggle } from './toggle.ts'

const RELU: Activation = { kind: 'relu' }

const get = ({ network }: Recipe): Activation => network.activation
const set = (recipe: Recipe, activation: Activation): Recipe => ({
  ...recipe,
  network: { ...recipe.network, activation },
})

/** Page's alpha: four times as large where batch-norm scales stay at 1, since trained ones fall to about a quarter. */
const celuAlpha = ({ network }: Recipe) => (network.norm.scale === 'frozen' ? 0.3 : 0.075)

export const ACTIVATION_TOGGLES = {
  celu: {
    title: 'CELU',
    line: 'Rounds the corner of ReLU off: small negative values pass a little.',
    paragraph:
      'ReLU lets no negative value through and gives it no gradient. CELU bends smoothly into a floor at -alpha instead, which makes learning smoother. Page, with alpha 0.075 (0.3 where batch-norm scales are frozen): 94.3% for 94.2% at 23 epochs, or 94.1% at 20: 59 to 52 s.',
    source: BAG_OF_TRICKS,
    part: 'Page, part 8',
    group: 'activation',
    changes: ['network.activation'],
    settings: [{ path: 'network.activation.alpha', title: 'Alpha', values: [0.075, 0.3, 1] }],
    isOn: (recipe) => get(recipe).kind === 'celu',
    on: (recipe, preset) =>
      set(
        recipe,
        get(preset).kind === 'celu' && preset.network.norm.scale === recipe.network.norm.scale
          ? get(preset)
          : { kind: 'celu', alpha: celuAlpha(recipe) },
      ),
    off: (recipe, preset) => set(recipe, get(preset).kind === 'celu' ? RELU : get(preset)),
    retune: {
      page: {
        by: 'Page',
        words: '23 to 20 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => withLengthTimes(recipe, on ? 20 / 23 : 23 / 20),
      },
    },
  },
  gelu: {
    title: 'GELU',
    line: 'Weighs each value by how likely a normal value is below it.',
    paragraph:
      'x times the share of a normal distribution below x: like ReLU far from 0, smooth near it, and a little below 0 for small negative values. hlb changed from CELU to it in January 2023, and airbench has had it since; neither gives a figure for it alone.',
    source: AIRBENCH_PAPER,
    part: 'hlb',
    group: 'activation',
    changes: ['network.activation'],
    ...switchingKind({ get, set, off: RELU, usual: { kind: 'gelu' } }),
  },
  silu: {
    title: 'SiLU',
    line: 'Weighs each value by its own sigmoid: cheaper than GELU, much like it.',
    paragraph:
      'x times sigmoid(x). Hive’s record of 2025 has it in place of GELU, as part of a bundle that lost a little accuracy and won time; no figure for it alone is given.',
    source: 'https://github.com/hiverge/cifar10-speedrun',
    part: 'after airbench',
    group: 'activation',
    changes: ['network.activation'],
    ...switchingKind({ get, set, off: RELU, usual: { kind: 'silu' } }),
  },
} as const satisfies Record<string, Toggle>
