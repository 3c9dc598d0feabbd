import type { Normalisation, Records } from '../data/records.ts'
import type { Layer } from '../model/layers.ts'
import type { ParameterGroup } from '../model/parameters.ts'
import type { OptimiserRecipe, Precision } from '../recipe/recipe.ts'
import type { MadeBatch } from './augment.ts'
import type { LayerActivations } from './activations.ts'
import type { EpochChoices } from './choices.ts'
import type { StepDynamics } from './dynamics.ts'
import type { Profile, Unavailable } from './profile.ts'

export type Split = 'train' | 'test'
export type EngineName = 'wgsl' | 'tfjs'

/** What an engine is built for; it never learns about epochs or schedules. */
export interface EngineSpec {
  readonly layers: readonly Layer[]
  readonly batchSize: number
  readonly normalisation: Normalisation
  /** Whether steps bring choices, by which the engine gathers and augments images, or batches that are made already. */
  readonly batches: 'chosen' | 'made'
  readonly labelSmoothing: number
  readonly optimiser: OptimiserRecipe
  /** `ema` keeps an average beside the weights; `lookahead` also writes it back to them. */
  readonly averaging: 'none' | 'ema' | 'lookahead'
  /** How the whitening layer is made from the training images, where the network has one. */
  readonly whitening: { readonly epsilon: number; readonly images: number } | null
  readonly precision: Precision
}

/** Rate and decay of a parameter group at one step; the decayed weight is added to the summed gradient. */
export interface GroupRate {
  readonly learningRate: number
  readonly weightDecay: number
}

/** One training step: which images, and how far to move. */
export interface BatchPlan {
  /** Counted from 0. */
  readonly step: number
  readonly choices: EpochChoices
  /** Position of the batch's first image in `choices`. */
  readonly first: number
  /** The batch, where the engine was built for made ones; it must stay as it is until `ready` resolves the next time. */
  readonly made?: MadeBatch
  /** Null leaves the group as it is, its momentum too. */
  readonly rates: Readonly<Record<ParameterGroup, GroupRate | null>>
  /** The share of the old average kept in an update of the average after this step; null where none is due. */
  readonly keepAverage: number | null
}

export interface StepMetrics {
  readonly step: number
  /** Mean over the batch, label smoothing included. */
  readonly loss: number
  /** Share of the batch named right, 0 to 1. */
  readonly accuracy: number
}

/** One way to look at a test image: shifted into a reflected border, then mirrored, as `Augmentation`; `weight`s sum to 1. */
export interface View {
  readonly mirrored: boolean
  readonly shiftX: number
  readonly shiftY: number
  readonly weight: number
}

export const PLAIN_VIEW: View = { mirrored: false, shiftX: 0, shiftY: 0, weight: 1 }

/** How images were named, one by one, in the order of their records. */
export interface NamedImages {
  /** What they are. */
  readonly labels: Uint8Array<ArrayBuffer>
  /** What the network said, the first of equals. */
  readonly answers: Uint8Array<ArrayBuffer>
  /** The softmax probabilities of the answers, 0 to 1; NaN where the logits were no numbers. */
  readonly certainties: Float32Array<ArrayBuffer>
}

export interface Evaluation {
  readonly count: number
  readonly correct: number
  /** Mean cross-entropy, label smoothing included, of the views' averaged logits. */
  readonly loss: number
  /** counts[truth * 10 + answer]. */
  readonly confusion: Uint32Array
  readonly named: NamedImages
}

/** Images to look at: records of a split by their numbers, or images that no split holds, whose labels do not matter. */
export type SeenImages =
  | { readonly split: Split; readonly records: Uint32Array }
  | { readonly others: Records }

/** The named tensors of an engine between two steps: parameters, velocities, running statistics, averages; see snapshot.ts. */
export interface Snapshot {
  readonly step: number
  /** `EngineInfo.variant` of who wrote it; restoring elsewhere is equal within rounding only. */
  readonly writer: string
  readonly tensors: Readonly<Record<string, Float32Array>>
}

export interface EngineInfo {
  readonly engine: EngineName
  /** The adapter's or the fallback backend's name, as far as the browser tells. */
  readonly adapter: string
  /** True where the processor computes, not a GPU. */
  readonly software: boolean
  readonly precision: 'f16' | 'f32'
  /** Why that precision. */
  readonly precisionReason: string
  /** Micro-batches that a step is computed in, where memory asks for it. */
  readonly passes: number
  /** What computes, in all that decides the bits: a snapshot goes on bit for bit where this is the same. */
  readonly variant: string
  /** GPU memory held now, the data set included. */
  readonly bytes: number
}

/** What an engine has taken so far. */
export interface EngineUsage {
  /** GPU memory held at most, the data set included. */
  readonly bytesAtMost: number
  /** Milliseconds of this thread that steps took. */
  readonly javascriptMs: number
}

/** Trains one network. The trainer, the tests and the benchmarks drive every engine through this alone. */
export interface Engine {
  readonly info: EngineInfo
  readonly usage: EngineUsage
  /** Puts a split where the engine computes. Training data must be there before `init`, which may whiten with it. */
  load(split: Split, records: Records): Promise<void>
  /** Draws weights, computes whitening, clears the optimiser. */
  init(seed: number): Promise<void>
  /** Resolves when another step may be enqueued; all waiting for the GPU is here. */
  ready(): Promise<void>
  /** Enqueues one training step and returns without waiting. */
  step(plan: BatchPlan): void
  /** Metrics that have arrived since the last call, oldest first. With `flush`, waits for all enqueued steps. */
  metrics(options?: { readonly flush: boolean }): Promise<StepMetrics[]>
  /**
   * Measures how the parameters move in every step whose number divides by `everySteps`, from the next one on; 0
   * measures none, and costs nothing. What was measured and not taken is forgotten.
   */
  recordDynamics(everySteps: number): Promise<void>
  /** What was measured in steps whose metrics have been returned, since the last call, oldest first. */
  dynamics(): StepDynamics[]
  /**
   * Runs the network with running statistics over a split's first `count` images (all of them by default). Below 1,
   * `share` is the share of them that gets all the views: those whose answer under the first view is least confident, see
   * `leastConfident`; the first view alone answers for the others.
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
   * The training images at the first `count` positions of some choices, which may be of any epoch, as the engine makes them
   * for a step: normalised, [count, 32, 32, 3].
   */
  preview(choices: EpochChoices, count: number): Promise<Float32Array>
  /** What a training step's forward pass makes of some images of its batch, layer by layer. Changes nothing of the run. */
  activations(
    batch: Pick<BatchPlan, 'choices' | 'first' | 'made'>,
  ): Promise<LayerActivations[] | Unavailable>
  /** Times the kernels of a training step, within some seconds; training data must be there. Changes nothing of the run. */
  profile(): Promise<Profile | Unavailable>
  snapshot(): Promise<Snapshot>
  restore(snapshot: Snapshot): Promise<void>
  dispose(): void
}

/** Thrown where a network does not fit the GPU's memory or limits at this batch size. */
export class OutOfGpuMemory extends Error {
  override readonly name = 'OutOfGpuMemory'
}
