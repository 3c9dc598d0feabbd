import * as v from 'valibot'
import type { Recipe } from './recipe.ts'

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0))
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))
const batch = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8192))
const channels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096))

const ActivationSchema = v.variant('kind', [
  v.object({ kind: v.literal('relu') }),
  v.object({ kind: v.literal('celu'), alpha: positive }),
  v.object({ kind: v.literal('gelu') }),
  v.object({ kind: v.literal('silu') }),
])

const NormSchema = v.object({
  kind: v.picklist(['batch', 'none']),
  epsilon: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  momentum: share,
  groupSize: v.nullable(count),
  scale: v.picklist(['trainable', 'frozen']),
  scaleInit: v.picklist(['one', 'uniform']),
})

const common = {
  width: v.pipe(v.number(), v.gtValue(0), v.maxValue(8)),
  activation: ActivationSchema,
  norm: NormSchema,
  headPool: v.picklist(['max', 'maxAndAverage']),
  headBias: v.boolean(),
  logitScale: positive,
}

const stages = v.pipe(
  v.array(v.picklist([1, 2, 3])),
  v.check((list) => list.every((stage, i) => i === 0 || stage > list[i - 1]), 'Stages rise.'),
)

const staged = {
  pool: v.picklist(['afterActivation', 'beforeActivation', 'beforeNorm']),
  residuals: stages,
  whitening: v.nullable(
    v.object({
      kernel: v.picklist([2, 3]),
      epsilon: positive,
      images: count,
      biasEpochs: v.nullable(v.pipe(v.number(), v.minValue(0))),
    }),
  ),
}

const NetworkSchema = v.variant('family', [
  v.object({
    family: v.literal('dawn'),
    ...common,
    channels: v.tuple([channels, channels, channels, channels]),
    prepNorm: v.boolean(),
    paths: v.picklist(['all', 'shortest']),
  }),
  v.object({
    family: v.literal('page'),
    ...common,
    ...staged,
    channels: v.tuple([channels, channels, channels, channels]),
    extras: stages,
    downsampling: v.picklist(['maxPool', 'averagePool', 'stride']),
    stageKernel: v.picklist([1, 3]),
  }),
  v.object({
    family: v.literal('airbench'),
    ...common,
    ...staged,
    channels: v.tuple([channels, channels, channels]),
    convolutionsPerBlock: v.picklist([2, 3]),
    init: v.picklist(['dirac', 'uniform', 'addedDirac']),
    headInit: v.picklist(['uniform', 'unitDeviation']),
  }),
  v.object({
    family: v.literal('plain'),
    ...common,
    channels: v.pipe(v.array(channels), v.minLength(1), v.maxLength(3)),
  }),
])

export const AugmentationSchema = v.object({
  cropPadding: v.picklist([0, 2, 4]),
  flip: v.picklist(['off', 'random', 'alternating']),
  cutout: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(31)),
  cutMix: v.nullable(
    v.object({
      // Up to half of the image, so that its own label keeps the larger share.
      side: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(22)),
      fromEpoch: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
  ),
  draws: v.picklist(['independent', 'grouped']),
  order: v.picklist(['everyEpoch', 'once']),
  place: v.picklist(['gpu', 'cpuEachStep', 'cpuOncePerEpoch']),
})

const KnotsSchema = v.pipe(
  v.array(v.tuple([v.pipe(v.number(), v.minValue(0)), v.pipe(v.number(), v.minValue(0))])),
  v.minLength(1),
  v.check(
    (knots) => knots.every(([position], i) => i === 0 || position > knots[i - 1][0]),
    'The knots of a schedule must stand in rising order.',
  ),
)

const sgd = {
  momentum: share,
  nesterov: v.boolean(),
  weightDecay: v.pipe(v.number(), v.minValue(0)),
  normBiasRate: positive,
  velocity: v.picklist(['withRate', 'withoutRate']),
}

const OptimiserSchema = v.variant('kind', [
  v.object({ kind: v.literal('sgd'), ...sgd }),
  v.object({
    kind: v.literal('lars'),
    ...sgd,
    weightRate: positive,
    epsilon: v.pipe(v.number(), v.minValue(0)),
  }),
  v.object({
    kind: v.literal('muon'),
    ...sgd,
    convolutions: v.object({ rate: positive, momentum: share, nesterov: v.boolean() }),
    headRate: positive,
    biasRate: positive,
    biasRests: v.boolean(),
  }),
])

const AveragingSchema = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('ema'), rho: share, everySteps: count }),
  v.object({ kind: v.literal('lookahead'), rho: share, everySteps: count }),
])

export const ViewsSchema = v.picklist(['none', 'mirror', 'mirrorAndShifts', 'selective'])

/** What a recipe may hold, whoever wrote it: a preset, an override, a link. */
export const RecipeSchema: v.GenericSchema<unknown, Recipe> = v.pipe(
  v.object({
    network: NetworkSchema,
    normalisation: v.picklist(['published', 'learned']),
    augmentation: AugmentationSchema,
    batchSize: batch,
    length: v.object({ unit: v.picklist(['epochs', 'steps']), count: positive }),
    labelSmoothing: share,
    schedule: v.object({
      unit: v.picklist(['epoch', 'run']),
      knots: KnotsSchema,
      batchSize: batch,
      scaling: v.picklist(['sum', 'mean']),
      firstStep: v.picklist([0, 1]),
    }),
    optimiser: OptimiserSchema,
    averaging: AveragingSchema,
    views: ViewsSchema,
    precision: v.picklist(['auto', 'f16', 'f32']),
  }),
  v.check(
    ({ batchSize, network }) => batchSize % (network.norm.groupSize ?? 1) === 0,
    'The batch size must be a multiple of the ghost group size.',
  ),
)
