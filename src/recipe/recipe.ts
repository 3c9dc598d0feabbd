export type Activation =
  | { readonly kind: 'relu' }
  | { readonly kind: 'celu'; readonly alpha: number }
  | { readonly kind: 'gelu' }
  | { readonly kind: 'silu' }

/** Batch norm and its ghost form; see `BatchNormLayer`. */
export interface NormRecipe {
  /** `none` normalises nothing and only adds the bias, to see what batch norm is good for. */
  readonly kind: 'batch' | 'none'
  readonly epsilon: number
  /** Share of the batch in running statistics (PyTorch's convention). */
  readonly momentum: number
  readonly groupSize: number | null
  readonly scale: 'trainable' | 'frozen'
  readonly scaleInit: 'one' | 'uniform'
}

/** A frozen first convolution computed from the training images; see `computeWhitening`. */
export interface WhiteningRecipe {
  /** 3 is Page's form: 27 filters; 2 is airbench's: 12 filters and their negatives. */
  readonly kernel: 2 | 3
  readonly epsilon: number
  /** How many of the first training images its patches come from. */
  readonly images: number
  /** Epochs during which a bias behind it is trained: 0 has none, null trains it to the end. */
  readonly biasEpochs: number | null
}

type Stage = 1 | 2 | 3

/** Where a stage halves the image behind its first convolution. */
export type PoolPosition = 'afterActivation' | 'beforeActivation' | 'beforeNorm'

interface NetworkCommon {
  /** Multiplies every channel count but the input's, the whitening layer's and the classes'. */
  readonly width: number
  readonly activation: Activation
  readonly norm: NormRecipe
  /** What is left of the image before the linear layer: each channel's largest value, or that and its mean. */
  readonly headPool: 'max' | 'maxAndAverage'
  readonly headBias: boolean
  /** Logits are multiplied by this before the softmax. */
  readonly logitScale: number
}

/** What Page's and Jordan's networks share: a first layer, three stages that halve the side, a linear head. */
interface StagedNetwork extends NetworkCommon {
  readonly pool: PoolPosition
  /** Stages with a way around their further convolutions. */
  readonly residuals: readonly Stage[]
  /** Null trains the first convolution. */
  readonly whitening: WhiteningRecipe | null
}

/** The ResNet of the 2018 DAWNBench entry that Page's series starts from: four stages of two pre-activated blocks. */
export interface DawnNetwork extends NetworkCommon {
  readonly family: 'dawn'
  readonly channels: readonly [number, number, number, number]
  /** Batch norm and activation right behind the first convolution, before the first block has its own. */
  readonly prepNorm: boolean
  /** `shortest` leaves only the ways around the blocks' convolutions: the first rung of part 4. */
  readonly paths: 'all' | 'shortest'
}

/** The networks of David Page's series from part 4 on: a residual is a pair of convolutions behind the stage's own. */
export interface PageNetwork extends StagedNetwork {
  readonly family: 'page'
  /** Channels of the first layer and the three stages. */
  readonly channels: readonly [number, number, number, number]
  /** Stages that end in one more convolution, with nothing around it. */
  readonly extras: readonly Stage[]
  /** How a stage halves the side: by a pool at `pool`, or by its convolution's stride. */
  readonly downsampling: 'maxPool' | 'averagePool' | 'stride'
  readonly stageKernel: 1 | 3
}

/** Keller Jordan's airbench networks and hlb's: blocks of two or three convolutions, the first one pooled. */
export interface AirbenchNetwork extends StagedNetwork {
  readonly family: 'airbench'
  readonly channels: readonly [number, number, number]
  /** A residual goes around all but the first. */
  readonly convolutionsPerBlock: 2 | 3
  /** `addedDirac` is hlb's: identities added to a block's first convolution, which is then rescaled, and alone in its others. */
  readonly init: 'dirac' | 'uniform' | 'addedDirac'
  readonly headInit: 'uniform' | 'unitDeviation'
}

/** Stages of convolution, pool, batch norm, activation: for tests and slow machines. */
export interface PlainNetwork extends NetworkCommon {
  readonly family: 'plain'
  readonly channels: readonly number[]
}

export type NetworkRecipe = DawnNetwork | PageNetwork | AirbenchNetwork | PlainNetwork

/** How a network's first layer is whitened; null where it is trained. */
export const whiteningOf = (network: NetworkRecipe): WhiteningRecipe | null =>
  'whitening' in network ? network.whitening : null

export interface AugmentationRecipe {
  /** Pixels of reflected border; the crop's offset is uniform in -padding .. padding. 0 turns it off. */
  readonly cropPadding: 0 | 2 | 4
  readonly flip: 'off' | 'random' | 'alternating'
  /** Side of the blanked square, wholly inside the image; 0 turns it off. */
  readonly cutout: number
  /** Pastes a square of another image, labels mixed by its share of the pixels; from an epoch on, counted from 0. */
  readonly cutMix: { readonly side: number; readonly fromEpoch: number } | null
  /**
   * How crop, mirror and cutout are drawn: for each image by itself, or in Page's groups. There, all images in random order
   * are cut into groups of like size, and all images of a group get the same option: one of at most 200, drawn without
   * repetition. So exactly half are mirrored.
   */
  readonly draws: 'independent' | 'grouped'
  /** Whether the images come in another order in every epoch, or always in the first epoch's. */
  readonly order: 'everyEpoch' | 'once'
  /** What augments: the engine, or this program's own code on the processor, a batch before each step or a whole epoch. */
  readonly place: 'gpu' | 'cpuEachStep' | 'cpuOncePerEpoch'
}

/**
 * Piecewise-linear: [position, value] knots. Positions count epochs, or shares of the whole run rounded down to a step.
 * Values are rates for the mean loss; over the batch size they multiply the summed gradient.
 */
export interface ScheduleRecipe {
  readonly unit: 'epoch' | 'run'
  readonly knots: readonly (readonly [number, number])[]
  /** The batch size that the values are for. */
  readonly batchSize: number
  /**
   * What another batch size leaves as it is: the rate of the summed gradient (`sum`: an image counts as much as before, so
   * values grow with the batch), or the values themselves (`mean`).
   */
  readonly scaling: 'sum' | 'mean'
  /** What the first step is called: 1 in Page's code, 0 in airbench's. */
  readonly firstStep: 0 | 1
}

/** SGD with momentum; `lars` and `muon` are it with other steps for some of the weights. */
export interface SgdSettings {
  readonly momentum: number
  readonly nesterov: boolean
  /** Per example: times the batch size, it multiplies the weights and is added to the summed gradient. */
  readonly weightDecay: number
  /** Batch-norm biases learn this many times faster and decay this many times less. */
  readonly normBiasRate: number
  /** Whether the rate is inside the velocity (Page) or applied to it (PyTorch); alike at a constant rate. */
  readonly velocity: 'withRate' | 'withoutRate'
}

export interface SgdRecipe extends SgdSettings {
  readonly kind: 'sgd'
}

/**
 * The rate of each weight tensor w of the convolutions and the head is the scheduled value times
 * `weightRate` |w| / (|g| + epsilon), g the decayed gradient of the summed loss. The batch size is no part of it.
 */
export interface LarsRecipe extends SgdSettings {
  readonly kind: 'lars'
  readonly weightRate: number
  readonly epsilon: number
}

export interface MuonRecipe extends SgdSettings {
  readonly kind: 'muon'
  /**
   * Convolutions move by orthogonalised momentum, at the scheduled value times `rate`, whatever the batch size, and are
   * scaled to norm sqrt(outputs) in place of decay.
   */
  readonly convolutions: {
    readonly rate: number
    readonly momentum: number
    readonly nesterov: boolean
  }
  /** The head, and biases that are not batch norm's, learn this many times faster and decay this many times less. */
  readonly headRate: number
  readonly biasRate: number
  /** The whitening layer's bias comes to rest in a straight line while it is trained, whatever the schedule. */
  readonly biasRests: boolean
}

export type OptimiserRecipe = SgdRecipe | LarsRecipe | MuonRecipe

export type AveragingRecipe =
  | { readonly kind: 'none' }
  /** Every `everySteps` steps: average = rho^everySteps * average + (1 - rho^everySteps) * weights; evaluated instead of the weights. */
  | { readonly kind: 'ema'; readonly rho: number; readonly everySteps: number }
  /** As `ema` with the kept share times (step / steps)^3, and the average written back to the weights. */
  | { readonly kind: 'lookahead'; readonly rho: number; readonly everySteps: number }

/** How a test looks at images; `selective` has the shifts only for the quarter that one look leaves least confident. */
export type ViewsRecipe = 'none' | 'mirror' | 'mirrorAndShifts' | 'selective'
/** Mean and deviation of pixels: as published, or computed from the training images at hand. */
export type NormalisationRecipe = 'published' | 'learned'
export type Precision = 'auto' | 'f16' | 'f32'

/** All that decides what is trained and how; with a seed and the data it decides the run. */
export interface Recipe {
  readonly network: NetworkRecipe
  readonly normalisation: NormalisationRecipe
  readonly augmentation: AugmentationRecipe
  readonly batchSize: number
  readonly length: { readonly unit: 'epochs' | 'steps'; readonly count: number }
  readonly labelSmoothing: number
  readonly schedule: ScheduleRecipe
  readonly optimiser: OptimiserRecipe
  readonly averaging: AveragingRecipe
  readonly views: ViewsRecipe
  readonly precision: Precision
}
