import * as v from 'valibot'
import { RecipeSchema } from '../../recipe/schema.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { Checkpoint } from '../../trainer/recovery/checkpoint.ts'
import type { TrainerEvent } from '../../trainer/events.ts'
import { type TrainRequest, TrainRequestSchema } from '../protocol.ts'

/** A run that can be resumed: its request, its resolved recipe, and its state. */
export interface SavedRun {
  readonly request: TrainRequest
  /** As trained, with the batch size and precision in use. */
  readonly recipe: Recipe
  readonly requestedBatchSize: number
  /** Steps of the whole run. */
  readonly steps: number
  readonly stepsPerEpoch: number
  /** Milliseconds since 1970. */
  readonly savedAt: number
  /** The commit of lab94. */
  readonly code: string
  readonly checkpoint: Checkpoint
  /** Past events of the run, to be replayed to a reloaded page. */
  readonly past: readonly TrainerEvent[]
}

/** Stores the last state of the last run. */
export interface SavedRuns {
  /** Replaces the stored run. `load` returns it at once; the disk follows. */
  save(run: SavedRun): void
  /** Null if there is none. Rejects if this version can't use the stored run. */
  load(): Promise<SavedRun | null>
  /** Milliseconds this thread has spent saving. */
  readonly savingMs: number
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

/** The past events of a run that are replayed. */
const PAST_TYPES = ['begin', 'steps', 'epoch', 'rate', 'dynamics'] as const

export const isPast = ({ type }: TrainerEvent): boolean => PAST_TYPES.some((past) => past === type)

/** `LAYOUT` is the version of their fields. */
const EventSchema = v.custom<TrainerEvent>((event) =>
  v.is(v.looseObject({ type: v.picklist(PAST_TYPES) }), event),
)

/** Incremented with every change of stored events or checkpoints. */
const LAYOUT = 3

/**
 * Migrates a run from an earlier layout; returns anything else unchanged. Layout 1 had other names for three fields and
 * label smoothing in its test losses. Layout 2 had plain ones, and did not say so.
 */
export function inCurrentLayout(stored: unknown): unknown {
  const second = v.safeParse(SecondLayoutSchema, stored)
  if (second.success) {
    const past = second.output.past.map((event) =>
      event.type === 'epoch' ? { ...event, plainTestLoss: true } : event,
    )
    return { ...second.output, layout: LAYOUT, past }
  }
  const first = v.safeParse(FirstLayoutSchema, stored)
  if (!first.success) return stored
  const { keptAt, past, ...rest } = first.output
  return {
    ...rest,
    layout: LAYOUT,
    savedAt: keptAt,
    past: past.map((event) => (v.is(FirstBeginSchema, event) ? inTodaysNames(event) : event)),
  }
}

function inTodaysNames({ goneOn, plan, ...event }: v.InferInput<typeof FirstBeginSchema>) {
  const { passes, ...engine } = plan.engine
  return {
    ...event,
    plan: { ...plan, engine: { ...engine, microBatches: passes } },
    resumedFrom: goneOn,
  }
}

const FirstBeginSchema = v.looseObject({
  type: v.literal('begin'),
  goneOn: v.unknown(),
  plan: v.looseObject({ engine: v.looseObject({ passes: v.number() }) }),
})

const EarlierPastSchema = v.array(v.looseObject({ type: v.string() }))

const FirstLayoutSchema = v.looseObject({
  layout: v.literal(1),
  keptAt: v.number(),
  past: EarlierPastSchema,
})

const SecondLayoutSchema = v.looseObject({ layout: v.literal(2), past: EarlierPastSchema })

/** Stored runs of any version. */
export const StoredRunSchema = v.object({
  layout: v.literal(LAYOUT),
  request: TrainRequestSchema,
  recipe: RecipeSchema,
  requestedBatchSize: count,
  steps: count,
  stepsPerEpoch: count,
  savedAt: v.number(),
  code: v.string(),
  checkpoint: CheckpointSchema,
  past: v.array(EventSchema),
})

/** A run as stored on disk. */
export const withLayout = (run: SavedRun) => ({ layout: LAYOUT, ...run })
