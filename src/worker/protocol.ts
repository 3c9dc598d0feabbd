import { ENGINE_NAMES } from '../engine/engine.ts'
import { DATASET_NAMES, type DatasetName } from '../data/datasets.ts'
import * as v from 'valibot'
import type { DatasetFacts, LabelledImages, Thumbnails } from '../data/facts/facts.ts'
import type { DataStatus } from '../data/status.ts'
import type { AdapterDetails } from '../engine/device/adapter-details.ts'
import type { Peak, Unavailable } from '../engine/inspection/profile.ts'
import type { CaseResult } from '../engine/wgsl/selftest/run-case.ts'
import type { SelfTest } from '../engine/wgsl/selftest/self-test.ts'
import type { ErrorCode } from '../errors/codes.ts'
import { RecipeChoiceSchema } from '../recipe/choice.ts'
import type { TrainerEvent } from '../trainer/events.ts'
import { ComparisonSchema } from '../trainer/comparison.ts'
import { MeasuresSchema } from '../trainer/measures.ts'
import type { AugmentedImage } from '../trainer/evaluation/preview.ts'
import { InspectionSchema, type InspectionResult } from './inspection/inspection-protocol.ts'

const EngineNameSchema = v.picklist(ENGINE_NAMES)
const DatasetSchema = v.picklist(DATASET_NAMES)

/** These fields, the code and the adapter determine a run. */
const deciding = {
  choice: RecipeChoiceSchema,
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  dataset: DatasetSchema,
  engine: EngineNameSchema,
}

/** A run with its optional measurements. */
export const TrainRequestSchema = v.object({
  ...deciding,
  measures: v.exactOptional(MeasuresSchema),
  /** Saved with the run for the page; absent in older saved runs. */
  comparison: v.exactOptional(ComparisonSchema),
})

const Index = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Training images by index, as a run of this recipe and seed augments them in an epoch (from 0). */
const PreviewSchema = v.object({
  ...deciding,
  records: v.pipe(v.array(Index), v.minLength(1), v.maxLength(256)),
  epoch: v.pipe(Index, v.maxValue(0xffffffff)),
})

/** Images of a split by index. */
const ImagesSchema = v.object({
  dataset: DatasetSchema,
  split: v.picklist(['train', 'test']),
  records: v.pipe(v.array(Index), v.minLength(1), v.maxLength(256)),
})

const TrainSchema = v.object({ type: v.literal('train'), ...TrainRequestSchema.entries })

/** Messages from the page to the worker. */
export const CommandSchema = v.variant('type', [
  /** Answered by `adapter`. */
  v.object({ type: v.literal('describe') }),
  /** Times this computer for about two seconds; answered by `estimate`. */
  v.object({ type: v.literal('estimate'), choice: RecipeChoiceSchema, engine: EngineNameSchema }),
  /** Measures the GPU's peak performance in about two seconds, once; answered by `peak`. */
  v.object({ type: v.literal('peak') }),
  /** Runs every kernel against a plain reference, with the inputs of a seed; answered by `selfTest` events. */
  v.object({ type: v.literal('selfTest'), seed: TrainRequestSchema.entries.seed }),
  v.object({ type: v.literal('stopSelfTest') }),
  TrainSchema,
  v.object({ type: v.literal('pause') }),
  v.object({ type: v.literal('resume') }),
  /** One training step, then paused. */
  v.object({ type: v.literal('step') }),
  v.object({ type: v.literal('stop') }),
  /** Multiplies the scheduled learning rate from the next step of the run on. */
  v.object({
    type: v.literal('rate'),
    factor: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
  }),
  /** Measures the dynamics of every n-th step from now on, in later runs too; 0 stops. */
  v.object({
    type: v.literal('dynamics'),
    everySteps: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
  }),
  /** Whether there is a saved run to resume; answered by `saved run`. */
  v.object({ type: v.literal('saved run') }),
  /** Resumes the saved run. */
  v.object({
    type: v.literal('continue'),
    /** Multiplies its learning rate from there on. */
    rateScale: v.exactOptional(v.pipe(v.number(), v.minValue(0.001), v.maxValue(1000))),
  }),
  v.object({
    type: v.literal('data'),
    action: v.picklist(['status', 'download', 'pause', 'cancel', 'delete']),
    /** The source to download from; absent for the default order. */
    from: v.exactOptional(v.picklist(['server', 'mirror'])),
  }),
  /** Answered by `facts`. */
  v.object({ type: v.literal('facts'), dataset: DatasetSchema }),
  /** The first `most` training images of a class; answered by `thumbnails`. */
  v.object({
    type: v.literal('thumbnails'),
    dataset: DatasetSchema,
    label: v.pipe(Index, v.maxValue(9)),
    most: v.pipe(Index, v.maxValue(1000)),
  }),
  /** Images by index; answered by `images`. */
  v.object({ type: v.literal('images'), ...ImagesSchema.entries }),
  /**
   * Inspects the network of the current or last run, or the shipped one; answered by `inspected` with the same ticket.
   */
  v.object({
    type: v.literal('inspect'),
    ticket: Index,
    of: v.exactOptional(v.literal('shipped')),
    inspection: InspectionSchema,
  }),
  /** Answered by `preview`. */
  v.object({ type: v.literal('preview'), ...PreviewSchema.entries }),
  v.object({ type: v.literal('import'), files: v.array(v.instance(File)) }),
])

export type Command = v.InferOutput<typeof CommandSchema>
export type TrainRequest = v.InferOutput<typeof TrainRequestSchema>
export type TrainCommand = v.InferOutput<typeof TrainSchema>
export type ImagesRequest = v.InferOutput<typeof ImagesSchema>
export type PreviewRequest = v.InferOutput<typeof PreviewSchema>

/** The adapter, as the browser reports it. */
export interface AdapterReport {
  /** A display name, such as "NVIDIA GeForce RTX 4070"; null if the browser doesn't report one. */
  readonly name: string | null
  readonly backend: 'webgpu' | 'webgl' | 'cpu'
  /** True if it runs on the CPU. */
  readonly software: boolean
  readonly shaderF16: boolean
  /** Why there is no WebGPU, in a sentence; null if there is. */
  readonly missing: string | null
  /** Null if training doesn't use WebGPU. */
  readonly details: AdapterDetails | null
}

/** Expected training time of a whole run on the full data set, in seconds. */
export interface EstimateReport {
  readonly choice: v.InferOutput<typeof RecipeChoiceSchema>
  readonly engine: v.InferOutput<typeof EngineNameSchema>
  readonly seconds: number
  readonly secondsLow: number
  readonly secondsHigh: number
  /** Expected time on the shipped sample; null if a batch is larger than the sample. */
  readonly sampleSeconds: number | null
}

/** Progress of a self-test. */
export type SelfTestEvent =
  /** `skipped` counts cases that this GPU can't run, or that a CPU runs too slowly. */
  | ({ readonly type: 'begin'; readonly seed: number } & Pick<SelfTest, 'cases' | 'skipped'>)
  | { readonly type: 'result'; readonly result: CaseResult }
  /** `failed`: the device failed; a `problem` says why. */
  | { readonly type: 'end'; readonly how: 'complete' | 'stopped' | 'failed' }
  /** It didn't start. */
  | { readonly type: 'refused'; readonly reason: string }

/** A run that can be resumed, or inspected if it has finished. */
export interface SavedRunReport {
  readonly request: TrainRequest
  /** Steps taken, of all. */
  readonly step: number
  readonly steps: number
  /** Epochs completed; fractional inside one. */
  readonly epoch: number
  /** Milliseconds since 1970. */
  readonly savedAt: number
}

/** GPU programs compiled, and in total. */
export interface KernelProgress {
  readonly compiled: number
  readonly total: number
}

/** Messages from the worker to the page. */
export type WorkerEvent =
  | { readonly type: 'adapter'; readonly adapter: AdapterReport }
  | { readonly type: 'estimate'; readonly estimate: EstimateReport }
  /** Sent once after an estimate on a GPU, or on request. */
  | { readonly type: 'peak'; readonly peak: Peak | Unavailable }
  | { readonly type: 'selfTest'; readonly event: SelfTestEvent }
  | { readonly type: 'data'; readonly status: DataStatus }
  /** Before the first step. */
  | { readonly type: 'preparing'; readonly what: 'engine' | 'data' }
  | ({ readonly type: 'preparing'; readonly what: 'kernels' } & KernelProgress)
  | { readonly type: 'trainer'; readonly event: TrainerEvent }
  | { readonly type: 'saved run'; readonly run: SavedRunReport | null }
  | { readonly type: 'inspected'; readonly ticket: number; readonly result: InspectionResult }
  /** The inspection with this ticket failed. */
  | {
      readonly type: 'notInspected'
      readonly ticket: number
      readonly message: string
      readonly advice: string
    }
  | { readonly type: 'facts'; readonly dataset: DatasetName; readonly facts: DatasetFacts }
  | ({
      readonly type: 'thumbnails'
      readonly dataset: DatasetName
      readonly label: number
    } & Thumbnails)
  | ({ readonly type: 'images'; readonly request: ImagesRequest } & LabelledImages)
  | {
      readonly type: 'preview'
      readonly request: PreviewRequest
      readonly images: readonly AugmentedImage[]
    }
  /** A command that failed. */
  | {
      readonly type: 'problem'
      readonly code?: ErrorCode
      readonly message: string
      readonly advice: string
    }
  /** The worker responds again, after a `problem` about its silence. */
  | { readonly type: 'answering' }
