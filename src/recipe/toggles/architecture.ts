import { retimedAfterWarmUp } from '../schedule/knots.ts'
import type { Recipe } from '../recipe.ts'
import type { PageNetwork } from '../schema/network.ts'
import { networkIn, onlyIn, withAirbench, withDawn, withNetwork, withPage } from './families.ts'
import { switching } from './switching.ts'
import type { Toggle } from './toggle.ts'

const residualsOf = ({ network }: Recipe) => ('residuals' in network ? network.residuals : [])

const withResiduals = (recipe: Recipe, residuals: PageNetwork['residuals']): Recipe =>
  withAirbench(withPage(recipe, { residuals }), { residuals })

const poolOf = ({ network }: Recipe) => ('pool' in network ? network.pool : null)

const withPool = (recipe: Recipe, pool: PageNetwork['pool']): Recipe =>
  withAirbench(withPage(recipe, { pool }), { pool })

/** Every choice of stages but none of them. */
const SUBSETS = [[1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]] as const

const strides = (recipe: Recipe) => networkIn(recipe, 'page')?.downsampling === 'stride'

/** Pools in one position. Off: the preset's position, or after the activation. */
const poolAt = (position: PageNetwork['pool']) =>
  ({
    isOn: (recipe: Recipe) => poolOf(recipe) === position && !strides(recipe),
    on: (recipe: Recipe) => withPool(recipe, position),
    off: (recipe: Recipe, preset: Recipe) => {
      const own = poolOf(preset)
      return withPool(recipe, own === null || own === position ? 'afterActivation' : own)
    },
    conflict: (recipe: Recipe) =>
      onlyIn(['page', 'airbench'], 'pools in different places')(recipe) ??
      (strides(recipe) ? 'This network uses strides instead of pools.' : null),
  }) satisfies Partial<Toggle>

export const ARCHITECTURE_TOGGLES = {
  prepNorm: {
    title: 'Batch norm after the first convolution',
    group: 'architecture',
    changes: ['network.prepNorm'],
    isOn: (recipe) => networkIn(recipe, 'dawn')?.prepNorm === true,
    on: (recipe) => withDawn(recipe, { prepNorm: true }),
    off: (recipe) => withDawn(recipe, { prepNorm: false }),
    conflict: onlyIn(['dawn'], 'this batch norm'),
  },
  branches: {
    title: 'ResNet branches',
    group: 'architecture',
    changes: ['network.paths'],
    isOn: (recipe) => networkIn(recipe, 'dawn')?.paths === 'all',
    on: (recipe) => withDawn(recipe, { paths: 'all' }),
    off: (recipe) => withDawn(recipe, { paths: 'shortest' }),
    conflict: onlyIn(['dawn'], 'these branches'),
  },
  largeKernels: {
    title: '3x3 convolutions in the stages',
    group: 'architecture',
    changes: ['network.stageKernel'],
    isOn: (recipe) => networkIn(recipe, 'page')?.stageKernel === 3,
    on: (recipe) => withPage(recipe, { stageKernel: 3 }),
    off: (recipe) => withPage(recipe, { stageKernel: 1 }),
    conflict: onlyIn(['page'], '1x1 or 3x3 convolutions in the stages'),
  },
  pools: {
    title: 'Pools instead of strides',
    group: 'architecture',
    changes: ['network.downsampling'],
    isOn: (recipe) => networkIn(recipe, 'page') !== null && !strides(recipe),
    on(recipe, preset) {
      const own = networkIn(preset, 'page')?.downsampling
      return withPage(recipe, { downsampling: own === 'averagePool' ? own : 'maxPool' })
    },
    off: (recipe) => withPage(recipe, { downsampling: 'stride' }),
    conflict: onlyIn(['page'], 'strides instead of pools'),
  },
  averagePools: {
    title: 'Average pools',
    group: 'architecture',
    changes: ['network.downsampling'],
    isOn: (recipe) => networkIn(recipe, 'page')?.downsampling === 'averagePool',
    on: (recipe) => withPage(recipe, { downsampling: 'averagePool' }),
    off(recipe, preset) {
      const own = networkIn(preset, 'page')?.downsampling
      return withPage(recipe, { downsampling: own === 'stride' ? own : 'maxPool' })
    },
    conflict: onlyIn(['page'], 'average pools'),
  },
  poolBeforeActivation: {
    title: 'Pool before the activation',
    group: 'architecture',
    changes: ['network.pool'],
    ...poolAt('beforeActivation'),
  },
  earlyPool: {
    title: 'Pool right after the convolution',
    group: 'architecture',
    changes: ['network.pool'],
    ...poolAt('beforeNorm'),
    retune: {
      page: {
        by: 'David Page',
        words: '24 to 25 epochs',
        changes: ['length.count', 'schedule.knots'],
        apply: (recipe, on) => retimedAfterWarmUp(recipe, on ? 25 / 24 : 24 / 25),
      },
    },
  },
  residuals: {
    title: 'Residual branches',
    group: 'architecture',
    changes: ['network.residuals'],
    settings: [{ path: 'network.residuals', title: 'In stages', values: SUBSETS }],
    isOn: (recipe) => residualsOf(recipe).length > 0,
    on(recipe, preset) {
      const own = residualsOf(preset)
      const usual = recipe.network.family === 'airbench' ? ([1, 2, 3] as const) : ([1, 3] as const)
      return withResiduals(recipe, own.length > 0 ? own : usual)
    },
    off: (recipe) => withResiduals(recipe, []),
    conflict: onlyIn(['page', 'airbench'], 'optional residual branches'),
  },
  extras: {
    title: 'Extra convolutions',
    group: 'architecture',
    changes: ['network.extras'],
    settings: [{ path: 'network.extras', title: 'In stages', values: SUBSETS }],
    isOn: (recipe) => (networkIn(recipe, 'page')?.extras.length ?? 0) > 0,
    on(recipe, preset) {
      const own = networkIn(preset, 'page')?.extras ?? []
      return withPage(recipe, { extras: own.length > 0 ? own : [1, 2, 3] })
    },
    off: (recipe) => withPage(recipe, { extras: [] }),
    conflict: onlyIn(['page'], 'extra convolutions'),
  },
  thirdConvolution: {
    title: 'Third convolution in each block',
    group: 'architecture',
    changes: ['network.convolutionsPerBlock'],
    isOn: (recipe) => networkIn(recipe, 'airbench')?.convolutionsPerBlock === 3,
    on: (recipe) => withAirbench(recipe, { convolutionsPerBlock: 3 }),
    off: (recipe) => withAirbench(recipe, { convolutionsPerBlock: 2 }),
    conflict: onlyIn(['airbench'], 'a third convolution in each block'),
  },
  doubleWidth: {
    title: 'Double width',
    group: 'architecture',
    changes: ['network.width'],
    settings: [{ path: 'network.width', title: 'Channel multiplier', values: [1.5, 2, 3] }],
    ...switching<number>({
      get: ({ network }) => network.width,
      set: (recipe, width) => withNetwork(recipe, { width }),
      off: 1,
      usual: 2,
    }),
  },
  globalMax: {
    title: 'Global max pool only',
    group: 'architecture',
    changes: ['network.headPool'],
    isOn: ({ network }) => network.headPool === 'max',
    on: (recipe) => withNetwork(recipe, { headPool: 'max' }),
    off: (recipe) => withNetwork(recipe, { headPool: 'maxAndAverage' }),
    retune: {
      page: {
        by: 'David Page',
        words: 'twice the channels in the last stage, to keep the number of features',
        changes: ['network.channels'],
        apply(recipe, on) {
          const network = networkIn(recipe, 'page')
          if (network === null) return recipe
          const [prep, first, second, third] = network.channels
          return withPage(recipe, { channels: [prep, first, second, third * (on ? 2 : 0.5)] })
        },
      },
    },
  },
  headBias: {
    title: 'Bias in the last layer',
    group: 'architecture',
    changes: ['network.headBias'],
    ...switching<boolean>({
      get: ({ network }) => network.headBias,
      set: (recipe, headBias) => withNetwork(recipe, { headBias }),
      off: false,
      usual: true,
    }),
  },
  smallLogits: {
    title: 'Logits scaled down',
    group: 'architecture',
    changes: ['network.logitScale'],
    settings: [
      { path: 'network.logitScale', title: 'Logit multiplier', values: [1 / 16, 1 / 9, 1 / 8] },
    ],
    ...switching<number>({
      get: ({ network }) => network.logitScale,
      set: (recipe, logitScale) => withNetwork(recipe, { logitScale }),
      off: 1,
      usual: 1 / 8,
    }),
  },
} as const satisfies Record<string, Toggle>
