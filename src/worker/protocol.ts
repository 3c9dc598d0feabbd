import * as v from 'valibot'
import type { DataStatus } from '../data/status.ts'
import { RecipeChoiceSchema } from '../recipe/choice.ts'
import type { TrainerEvent } from '../trainer/events.ts'

const EngineNameSchema = v.picklist(['tfjs', 'wgsl'])

/** What decides a run, with the code and the adapter. */
export const TrainRequestSchema = v.object({
  choice: RecipeChoiceSchema,
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  dataset: v.picklist(['full', 'sample']),
  engine: EngineNameSchema,
})

const TrainSchema = v.object({ type: v.literal('train'), ...TrainRequestSchema.entries })

/** What the page asks of the worker. */
export const CommandSchema = v.variant('type', [
  /** Answered by `adapter`. */
  v.object({ type: v.literal('describe') }),
  /** Times this computer for about two seconds; answered by `estimate`. */
  v.object({ type: v.literal('estimate'), choice: RecipeChoiceSchema, engine: EngineNameSchema }),
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
  /** Measures how the parameters move in every n-th step from now on, in later runs too; 0 measures none. */
  v.object({
    type: v.literal('dynamics'),
    everySteps: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
  }),
  /** Whether there is a run that can go on; answered by `kept`. */
  v.object({ type: v.literal('kept') }),
  /** Goes on with the run that is kept. */
  v.object({ type: v.literal('continue') }),
  /** Keeps the run no longer. */
  v.object({ type: v.literal('forget') }),
  v.object({
    type: v.literal('data'),
    action: v.picklist(['status', 'download', 'pause', 'cancel', 'delete']),
  }),
  v.object({ type: v.literal('import'), files: v.array(v.instance(File)) }),
])

export type Command = v.InferOutput<typeof CommandSchema>
export type TrainRequest = v.InferOutput<typeof TrainRequestSchema>
export type TrainCommand = v.InferOutput<typeof TrainSchema>

/** What computes here, as far as the browser tells. */
export interface AdapterReport {
  /** A name for people, such as "NVIDIA GeForce RTX 4070"; null where the browser does not name it. */
  readonly name: string | null
  readonly backend: 'webgpu' | 'webgl' | 'cpu'
  /** True where the processor computes. */
  readonly software: boolean
  readonly shaderF16: boolean
  /** Why there is no WebGPU, in a sentence; null where there is. */
  readonly missing: string | null
}

/** Expected training time of a whole run on the full data set, in seconds. */
export interface EstimateReport {
  readonly choice: v.InferOutput<typeof RecipeChoiceSchema>
  readonly engine: v.InferOutput<typeof EngineNameSchema>
  readonly seconds: number
  readonly secondsLow: number
  readonly secondsHigh: number
  /** Expected time on the shipped sample. */
  readonly sampleSeconds: number
}

/** A run that can go on, or whose end can be looked into. */
export interface KeptReport {
  readonly request: TrainRequest
  /** Steps taken, of all. */
  readonly step: number
  readonly steps: number
  /** Epochs completed; fractional inside one. */
  readonly epoch: number
  /** Milliseconds since 1970. */
  readonly keptAt: number
}

/** Programs of the GPU that are compiled, of those to compile. */
export interface KernelProgress {
  readonly compiled: number
  readonly total: number
}

/** What the worker tells the page. */
export type WorkerEvent =
  | { readonly type: 'adapter'; readonly adapter: AdapterReport }
  | { readonly type: 'estimate'; readonly estimate: EstimateReport }
  | { readonly type: 'data'; readonly status: DataStatus }
  /** Before the first step: what is being prepared. */
  | { readonly type: 'preparing'; readonly what: 'engine' | 'data' }
  | ({ readonly type: 'preparing'; readonly what: 'kernels' } & KernelProgress)
  | { readonly type: 'trainer'; readonly event: TrainerEvent }
  /** `refusal` says why a run is kept in memory only, in the browser's words. */
  | { readonly type: 'kept'; readonly run: KeptReport | null; readonly refusal: string | null }
  /** A command that could not be carried out. */
  | { readonly type: 'problem'; readonly message: string; readonly advice: string }
