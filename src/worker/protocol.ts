import * as v from 'valibot'
import type { DataStatus } from '../data/status.ts'
import { RecipeChoiceSchema } from '../recipe/choice.ts'
import type { TrainerEvent } from '../trainer/events.ts'

const EngineNameSchema = v.picklist(['tfjs', 'wgsl'])

const TrainSchema = v.object({
  type: v.literal('train'),
  choice: RecipeChoiceSchema,
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  dataset: v.picklist(['full', 'sample']),
  engine: EngineNameSchema,
})

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
  v.object({
    type: v.literal('data'),
    action: v.picklist(['status', 'download', 'pause', 'cancel', 'delete']),
  }),
  v.object({ type: v.literal('import'), files: v.array(v.instance(File)) }),
])

export type Command = v.InferOutput<typeof CommandSchema>
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
  /** A command that could not be carried out. */
  | { readonly type: 'problem'; readonly message: string; readonly advice: string }
