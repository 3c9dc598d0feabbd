import { retimed } from '../schedule/knots.ts'
import type { Recipe } from '../recipe.ts'
import type { Activation } from '../schema/network.ts'
import { networkIn, onlyIn, withAirbench } from './families.ts'
import { switchingKind } from './switching.ts'
import type { Toggle } from './toggle.ts'

const RELU: Activation = { kind: 'relu' }
const GELU: Activation = { kind: 'gelu' }
const SILU: Activation = { kind: 'silu' }

const get = ({ network }: Recipe): Activation => network.activation
const set = (recipe: Recipe, activation: Activation): Recipe => ({
  ...recipe,
  network: { ...recipe.network, activation },
})

/** SiLU after every convolution but the first, which keeps GELU. */
function hasSiluBlocks(recipe: Recipe): boolean {
  const network = networkIn(recipe, 'airbench')
  return network?.activation.kind === 'silu' && network.firstActivation?.kind === 'gelu'
}

/** David Page's alpha: four times as large where batch-norm scales stay at 1, since trained ones fall to about a quarter. */
const celuAlpha = ({ network }: Recipe) => (network.norm.scale === 'frozen' ? 0.3 : 0.075)

export const ACTIVATION_TOGGLES = {
  celu: {
    title: 'CELU',
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
        by: 'David Page',
        words: '23 to 20 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => retimed(recipe, on ? 20 / 23 : 23 / 20),
      },
    },
  },
  gelu: {
    title: 'GELU',
    group: 'activation',
    changes: ['network.activation'],
    ...switchingKind({ get, set, off: RELU, usual: GELU }),
  },
  silu: {
    title: 'SiLU',
    group: 'activation',
    changes: ['network.activation'],
    ...switchingKind({ get, set, off: RELU, usual: SILU }),
  },
  siluBlocks: {
    title: 'SiLU in the blocks only',
    group: 'activation',
    changes: ['network.activation', 'network.firstActivation'],
    isOn: hasSiluBlocks,
    on: (recipe) => withAirbench(recipe, { activation: SILU, firstActivation: GELU }),
    off: (recipe, preset) =>
      withAirbench(recipe, {
        activation: hasSiluBlocks(preset) ? GELU : get(preset),
        firstActivation: null,
      }),
    conflict: onlyIn(['airbench'], 'a different activation after the first layer'),
  },
} as const satisfies Record<string, Toggle>
