import type { Normalisation, Records } from '../data/records.ts'
import type { Layer } from '../model/layers.ts'
import type { ParameterGroup } from '../model/parameters.ts'
import type { Precision } from '../recipe/recipe.ts'
import type { OptimiserRecipe } from '../recipe/schema/optimiser.ts'
import type { MadeBatch } from './batch/augment.ts'
import type { LayerActivations } from './inspection/activations.ts'
import type { AugmentationDraws } from './batch/augmentation-draws.ts'
import type { StepDynamics } from './inspection/dynamics.ts'
import type { Profile, Unavailable } from './inspection/profile.ts'

export type Split = 'train' | 'test'

export const ENGINE_NAMES = ['wgsl', 'tfjs'] as const
export type EngineName = (typeof ENGINE_NAMES)[number]

/** A network's layers for images of another side, with the same parameters. */
export interface SmallerNetwork {
  readonly side: number
  readonly layers: readonly Layer[]
}

/** What an engine is built for; it never learns about epochs or schedules. */
export interface EngineSpec {
  readonly layers: readonly Layer[]
  /** The sides that some steps train at. */
  readonly smaller: readonly SmallerNetwork[]
  readonly batchSize: number
  readonly normalisation: Normalisation
  /**
   * `chosen`: steps have draws, from which the engine gathers and augments images. `made`: steps have finished batches.
   */
  readonly batches: 'chosen' | 'made'
  readonly labelSmoothing: number
  readonly optimiser: OptimiserRecipe
  /** `ema` keeps an average beside the weights; `lookahead` also writes it back to them. */
  readonly averaging: 'none' | 'ema' | 'lookahead'
  /** How the whitening layer is made from the training images; null if the network has none. */
  readonly whitening: { readonly epsilon: number; readonly images: number } | null
  readonly precision: Precision
}

/**
 * Rate and decay of a parameter group at one step; the decayed weight is added to the summed gradient. Where Muon
 * moves the group, weights are multiplied by (1 - rate decay) after the step instead.
 */
export interface GroupRate {
  readonly learningRate: number
  readonly weightDecay: number
  /** For Muon: whether each weight is scaled to norm sqrt(outputs) before it moves. */
  readonly rescale?: boolean
}

/** One training step: its images, rates and decay. */
export interface BatchSpec {
  /** Counted from 0. */
  readonly step: number
  readonly draws: AugmentationDraws
  /** Position of the batch's first image in `draws`. */
  readonly first: number
  /** The batch, if the engine was built for `made` ones; it must not change until `ready` resolves again. */
  readonly made?: MadeBatch
  /** The side that images are scaled down to, one of the spec's smaller sides; absent for full size. */
  readonly side?: number
  /** Null freezes the group, including its momentum. */
  readonly rates: Readonly<Record<ParameterGroup, GroupRate | null>>
  /** Share of the old average in the update after this step; null if no update is due. */
  readonly averageDecay: number | null
}

export interface StepMetrics {
  readonly step: number
  /** Mean over the batch, label smoothing included; also NaN if the step made weights NaN. */
  readonly loss: number
  /** Share of the batch that is classified correctly, 0 to 1. */
  readonly accuracy: number
}

/**
 * One way to look at a test image: shifted into a reflected border, then mirrored, as `Augmentation`; `weight`s sum to
 * 1.
 */
export interface View {
  readonly mirrored: boolean
  readonly shiftX: number
  readonly shiftY: number
  readonly weight: number
}

export const PLAIN_VIEW: View = { mirrored: false, shiftX: 0, shiftY: 0, weight: 1 }

/** A network's predictions, one per image, in the order of their records. */
export interface Predictions {
  /** The true classes. */
  readonly labels: Uint8Array<ArrayBuffer>
  /** The most probable class; the first one if several are equally probable. */
  readonly predicted: Uint8Array<ArrayBuffer>
  /** The softmax probabilities of the predicted classes, 0 to 1; NaN if the logits were NaN. */
  readonly confidences: Float32Array<ArrayBuffer>
}

export interface Evaluation {
  readonly count: number
  readonly correct: number
  /** Mean cross-entropy of the views' averaged logits, without label smoothing: comparable between recipes. */
  readonly loss: number
  /** counts[truth * 10 + predicted]. */
  readonly confusion: Uint32Array
  readonly predictions: Predictions
}

/** Images for inspection: records of a split by index, or other images, whose labels are ignored. */
export type SeenImages =
  | { readonly split: Split; readonly records: Uint32Array }
  | { readonly others: Records }

/** All tensors of an engine between two steps: parameters, velocities, running statistics, averages; see snapshot.ts. */
export interface Snapshot {
  readonly step: number
  /** `EngineInfo.variant` of the engine that wrote it; another variant resumes only within rounding. */
  readonly writer: string
  readonly tensors: Readonly<Record<string, Float32Array>>
}

export interface EngineInfo {
  readonly engine: EngineName
  /** The name of the adapter or fallback backend, as the browser reports it. */
  readonly adapter: string
  /** True if the CPU computes, not a GPU. */
  readonly software: boolean
  readonly precision: 'f16' | 'f32'
  /** Why that precision. */
  readonly precisionReason: string
  /** Kernels that computed wrong results here and aren't used, as text; absent if not verified. */
  readonly wrongKernels?: readonly string[]
  /** A remark for the user, in a sentence; absent if the requested engine runs without limitations. */
  readonly remark?: string
  /** Micro-batches of a step: more than one if memory is short. */
  readonly microBatches: number
  /** Everything that decides the bits: a snapshot resumes bit for bit if this is equal. */
  readonly variant: string
  /** Current GPU memory, including the data set. */
  readonly bytes: number
}

/** Resources used by an engine so far. */
export interface EngineUsage {
  /** Peak GPU memory, including the data set. */
  readonly bytesAtMost: number
  /** Milliseconds of this thread spent on steps. */
  readonly javascriptMs: number
}

/** Trains one network. Trainer, tests and benchmarks use engines only through this interface. */
export interface Engine {
  readonly info: EngineInfo
  readonly usage: EngineUsage
  /** Loads a split into the engine. Training data must be loaded before `init`, which may compute whitening from it. */
  load(split: Split, records: Records): Promise<void>
  /** Draws weights, computes whitening, clears the optimiser. */
  init(seed: number): Promise<void>
  /** Resolves when another step may be enqueued; the only wait for the GPU. */
  ready(): Promise<void>
  /** Enqueues one training step and returns without waiting. */
  step(plan: BatchSpec): void
  /** Metrics that have arrived since the last call, oldest first. With `flush`, waits for all enqueued steps. */
  metrics(options?: { readonly flush: boolean }): Promise<StepMetrics[]>
  /**
   * Measures how the parameters move in every step whose number divides by `everySteps`, from the next one on; 0
   * measures none, and costs nothing. Drops measurements that weren't read.
   */
  recordDynamics(everySteps: number): Promise<void>
  /** Measurements since the last call of steps whose metrics have been returned, oldest first. */
  dynamics(): StepDynamics[]
  /**
   * Runs the network with running statistics over a split's first `count` images (all of them by default). Below 1,
   * `share` is the share of them that gets all the views: those whose prediction under the first view is least
   * confident, see `leastConfident`; the others get the first view only.
   */
  evaluate(
    split: Split,
    views: readonly View[],
    weights: 'live' | 'average',
    count?: number,
    share?: number,
  ): Promise<Evaluation>
  /** Logits [images, 10] of any images under running statistics, scaled, and averaged over views by their weights. */
  logits(
    images: SeenImages,
    views: readonly View[],
    weights: 'live' | 'average',
  ): Promise<Float32Array>
  /**
   * The training images at the first `count` positions of some draws, which may be of any epoch, as the engine makes them
   * for a step, before they are scaled down: normalised, [count, 32, 32, 3].
   */
  preview(draws: AugmentationDraws, count: number): Promise<Float32Array>
  /** The activations of some images of a training batch, layer by layer. Doesn't change the run. */
  activations(
    batch: Pick<BatchSpec, 'draws' | 'first' | 'made' | 'side'>,
  ): Promise<LayerActivations[] | Unavailable>
  /** Times the kernels of a training step, in a few seconds; training data must be loaded. Doesn't change the run. */
  profile(): Promise<Profile | Unavailable>
  snapshot(): Promise<Snapshot>
  restore(snapshot: Snapshot): Promise<void>
  dispose(): void
}

/** Thrown if a network does not fit the GPU's memory or limits at this batch size. */
export class OutOfGpuMemory extends Error {
  override readonly name = 'OutOfGpuMemory'
}
