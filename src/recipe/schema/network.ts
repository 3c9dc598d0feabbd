import * as v from 'valibot'
import { between, count, positive, share, wholeBetween, zeroOrMore } from './numbers.ts'
import type { ReadOnly } from './read-only.ts'

const channels = wholeBetween(1, 4096)

const ActivationSchema = v.variant('kind', [
  v.object({ kind: v.literal('relu') }),
  v.object({ kind: v.literal('celu'), alpha: positive }),
  v.object({ kind: v.literal('gelu') }),
  v.object({ kind: v.literal('silu') }),
])

/** Batch norm and its ghost form; see `BatchNormLayer`. */
const NormSchema = v.object({
  /** `none` normalises nothing and only adds the bias, to show the effect of batch norm. */
  kind: v.picklist(['batch', 'none']),
  epsilon: between(0, 1),
  /** Share of the batch in running statistics (PyTorch's convention). */
  momentum: share,
  groupSize: v.nullable(count),
  scale: v.picklist(['trainable', 'frozen']),
  scaleInit: v.picklist(['one', 'uniform']),
})

/** A frozen first convolution computed from the training images; see `computeWhitening`. */
const WhiteningSchema = v.object({
  /** 3 is David Page's form: 27 filters; 2 is airbench's: 12 filters and their negatives. */
  kernel: v.picklist([2, 3]),
  epsilon: positive,
  /** How many of the first training images its patches come from. */
  images: count,
  /** Epochs during which a bias behind it is trained: 0 has none, null trains it to the end. */
  biasEpochs: v.nullable(zeroOrMore),
  /** The bias at the start: 0, or PyTorch's uniform draw of up to 1 / sqrt(inputs of the filter). */
  biasInit: v.optional(v.picklist(['zero', 'uniform']), 'zero'),
})

const stages = v.pipe(
  v.array(v.picklist([1, 2, 3])),
  v.check(
    (list) => list.every((stage, i) => i === 0 || stage > list[i - 1]),
    'Stages must be listed in rising order.',
  ),
)

const common = {
  /** Multiplies every channel count but the input's, the whitening layer's and the classes'. */
  width: between(0.001, 8),
  activation: ActivationSchema,
  norm: NormSchema,
  /** The pool before the linear layer: each channel's maximum, or its maximum and mean. */
  headPool: v.picklist(['max', 'maxAndAverage']),
  headBias: v.boolean(),
  /** Logits are multiplied by this before the softmax. */
  logitScale: positive,
}

/** Common parts of Page's and Jordan's networks: a first layer, three stages that halve the side, a linear head. */
const staged = {
  /** Where a stage halves the image behind its first convolution. */
  pool: v.picklist(['afterActivation', 'beforeActivation', 'beforeNorm']),
  /** Stages with a shortcut around the convolutions after their first. */
  residuals: stages,
  /** Null trains the first convolution. */
  whitening: v.nullable(WhiteningSchema),
}

/** The ResNet of the 2018 DAWNBench entry that Page's series starts from: four stages of two pre-activated blocks. */
const DawnSchema = v.object({
  family: v.literal('dawn'),
  ...common,
  channels: v.tuple([channels, channels, channels, channels]),
  /** Batch norm and activation right behind the first convolution, before the first block has its own. */
  prepNorm: v.boolean(),
  /** `shortest` leaves only the shortcuts around the blocks' convolutions: the first step of part 4. */
  paths: v.picklist(['all', 'shortest']),
})

/** The networks of David Page's series from part 4 on: a residual is a pair of convolutions behind the stage's own. */
const PageSchema = v.object({
  family: v.literal('page'),
  ...common,
  ...staged,
  /** Channels of the first layer and the three stages. */
  channels: v.tuple([channels, channels, channels, channels]),
  /** Stages that end in one more convolution, without a shortcut. */
  extras: stages,
  /** How a stage halves the side: by a pool at `pool`, or by its convolution's stride. */
  downsampling: v.picklist(['maxPool', 'averagePool', 'stride']),
  stageKernel: v.picklist([1, 3]),
})

/** Keller Jordan's airbench networks and hlb's: blocks of two or three convolutions, the first one pooled. */
const AirbenchSchema = v.object({
  family: v.literal('airbench'),
  ...common,
  ...staged,
  channels: v.tuple([channels, channels, channels]),
  /** A residual goes around all but the first. */
  convolutionsPerBlock: v.picklist([2, 3]),
  /**
   * `addedDirac` is hlb's: identities added to a block's first convolution, which is then rescaled, and alone in its
   * others.
   */
  init: v.picklist(['dirac', 'uniform', 'addedDirac']),
  headInit: v.picklist(['uniform', 'unitDeviation']),
  /**
   * The activation after the first layer; null takes the blocks' own. Absent in recipes stored before it existed, as are
   * the other optional fields.
   */
  firstActivation: v.optional(v.nullable(ActivationSchema), null),
})

/** Stages of convolution, pool, batch norm, activation: for tests and slow machines. */
const PlainSchema = v.object({
  family: v.literal('plain'),
  ...common,
  channels: v.pipe(v.array(channels), v.minLength(1), v.maxLength(3)),
  /** Averages squares of 2x2 pixels before the first stage, which makes the whole network four times cheaper. */
  halvesInput: v.optional(v.boolean(), false),
})

export const NetworkSchema = v.variant('family', [
  DawnSchema,
  PageSchema,
  AirbenchSchema,
  PlainSchema,
])

export type Activation = ReadOnly<v.InferOutput<typeof ActivationSchema>>
export type NormRecipe = ReadOnly<v.InferOutput<typeof NormSchema>>
export type WhiteningRecipe = ReadOnly<v.InferOutput<typeof WhiteningSchema>>
export type DawnNetwork = ReadOnly<v.InferOutput<typeof DawnSchema>>
export type PageNetwork = ReadOnly<v.InferOutput<typeof PageSchema>>
export type AirbenchNetwork = ReadOnly<v.InferOutput<typeof AirbenchSchema>>
export type PlainNetwork = ReadOnly<v.InferOutput<typeof PlainSchema>>
export type NetworkRecipe = DawnNetwork | PageNetwork | AirbenchNetwork | PlainNetwork
export type PoolPosition = PageNetwork['pool']

/** How a network's first layer is whitened; null if it is trained. */
export const whiteningOf = (network: NetworkRecipe): WhiteningRecipe | null =>
  'whitening' in network ? network.whitening : null
