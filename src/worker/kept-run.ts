import * as v from 'valibot'
import { RecipeSchema } from '../recipe/schema.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { Checkpoint } from '../trainer/checkpoint.ts'
import type { TrainerEvent } from '../trainer/events.ts'
import { type TrainRequest, TrainRequestSchema } from './protocol.ts'

/** A run that can go on: what was asked for, what that became here, and the state it is in. */
export interface KeptRun {
  readonly request: TrainRequest
  /** As it runs: the batch size that fitted, the precision that was chosen. */
  readonly recipe: Recipe
  readonly requestedBatchSize: number
  /** Steps of the whole run. */
  readonly steps: number
  readonly stepsPerEpoch: number
  /** Milliseconds since 1970. */
  readonly keptAt: number
  /** The commit of lab94. */
  readonly code: string
  readonly checkpoint: Checkpoint
  /** What was told of the run up to there, so that a page opened anew can be told it again. */
  readonly past: readonly TrainerEvent[]
}

/** Keeps the last state of the last run. */
export interface KeptRuns {
  /** Keeps it in place of any other. Takes effect for `load` at once, and on disk in its time. */
  save(run: KeptRun): void
  /** Null where there is none. Rejects where what is on disk is of no use to this version. */
  load(): Promise<KeptRun | null>
  clear(): Promise<void>
  /** Why runs are kept in memory only, in the browser's words; null where they are on disk too. */
  readonly refusal: string | null
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const seconds = v.pipe(v.number(), v.minValue(0))

const CheckpointSchema = v.object({
  snapshot: v.object({
    step: count,
    writer: v.string(),
    tensors: v.record(v.string(), v.instance(Float32Array)),
  }),
  trainSeconds: seconds,
  wallSeconds: seconds,
  augmentSeconds: v.exactOptional(seconds),
  epochSteps: v.array(
    v.object({ step: count, loss: v.number(), accuracy: v.number(), rate: v.number() }),
  ),
  rateFactor: v.number(),
})

/** What of a run's past is worth telling again. */
const PAST_TYPES = ['begin', 'steps', 'epoch', 'rate', 'dynamics'] as const

export const isPast = ({ type }: TrainerEvent): boolean => PAST_TYPES.some((past) => past === type)

/** Their fields are those of the version that the disk's layout has. */
const EventSchema = v.custom<TrainerEvent>((event) =>
  v.is(v.looseObject({ type: v.picklist(PAST_TYPES) }), event),
)

/** Counted up with every change of what events and checkpoints hold. */
const LAYOUT = 1

/** What the disk may hold, whichever version wrote it. */
export const StoredRunSchema = v.object({
  layout: v.literal(LAYOUT),
  request: TrainRequestSchema,
  recipe: RecipeSchema,
  requestedBatchSize: count,
  steps: count,
  stepsPerEpoch: count,
  keptAt: v.number(),
  code: v.string(),
  checkpoint: CheckpointSchema,
  past: v.array(EventSchema),
})

/** A run as the disk holds it. */
export const storedRun = (run: KeptRun) => ({ layout: LAYOUT, ...run })
