import { DATASET_NAMES } from '../../data/datasets.ts'
import * as v from 'valibot'
import { ENGINE_NAMES, type EngineName } from '../../engine/engine.ts'
import { RecipeChoiceSchema } from '../../recipe/choice.ts'
import { RecipeSchema } from '../../recipe/schema.ts'

const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most))
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
/** Largest stored loss; larger ones are clamped. */
export const MAX_LOSS = 1e6
const loss = v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_LOSS))
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(1e9))
const text = (most: number) => v.pipe(v.string(), v.maxLength(most))

/** Steps that a run can have; 100,000 epochs of Page's. */
const MAX_STEPS = 10_000_000
export const MAX_TESTS = 10_000
export const MAX_CURVE_POINTS = 2000
const MAX_IMAGES = 1_000_000
/** Steps whose dynamics a record keeps. */
export const MAX_DYNAMICS = 100

/** Most characters of a sentence in a record. */
export const MAX_SENTENCE = 300
export const MAX_ADAPTER = 200
export const MAX_BROWSER = 60
export const MAX_CODE = 60
export const MAX_RATE_CHANGES = 1000
export const MAX_RATE_FACTOR = 1e6

/** Scores measured between two epochs or at the end. */
const ScoredSchema = v.object({
  /** Steps taken by then. */
  step: count(MAX_STEPS),
  trainSeconds: seconds,
  /** Mean of the steps since the last test; null if they diverged. */
  trainLoss: v.nullable(loss),
  trainAccuracy: share,
  /**
   * Loss of the judged score, see `plainTestLoss`; null if it diverged, or if it includes label smoothing and the losses of
   * later tests don't.
   */
  testLoss: v.nullable(loss),
  /**
   * Shares of test images predicted correctly by the weights as they are, by their average, and by the better of them
   * with all views. Null if not tested; a test after an epoch may have only one of them.
   */
  live: v.nullable(share),
  average: v.nullable(share),
  views: v.nullable(share),
})

const MeasuredSchema = v.pipe(
  ScoredSchema,
  v.check(
    ({ live, average, views }) => live !== null || average !== null || views !== null,
    'A test has at least one score.',
  ),
)

/** Per-step values, each the mean of `stepsPerPoint` steps; null if all of them were NaN. */
export const StepCurveSchema = v.object({
  stepsPerPoint: v.pipe(count(MAX_STEPS), v.minValue(1)),
  loss: v.pipe(v.array(v.nullable(loss)), v.maxLength(MAX_CURVE_POINTS)),
  accuracy: v.pipe(v.array(v.nullable(share)), v.maxLength(MAX_CURVE_POINTS)),
})

const EndingSchema = v.variant('kind', [
  v.object({ kind: v.literal('done') }),
  v.object({ kind: v.literal('stopped') }),
  v.object({
    kind: v.literal('failed'),
    message: text(MAX_SENTENCE),
    advice: text(MAX_SENTENCE),
    /** The loss became NaN. */
    diverged: v.exactOptional(v.literal(true)),
  }),
  /** The page was closed or crashed. */
  v.object({ kind: v.literal('cut off') }),
])

/** Loss on training images last trained on this many steps ago. */
const ForgettingSchema = v.object({
  stepsAgo: v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_STEPS)),
  loss,
  accuracy: share,
})

const norms = v.pipe(v.array(v.pipe(v.number(), v.minValue(0))), v.maxLength(MAX_DYNAMICS))
const cosine = v.pipe(v.number(), v.minValue(-1.001), v.maxValue(1.001))

/** Dynamics of one weight, one value per measured step; see `TensorDynamics`. */
const TensorCurveSchema = v.object({
  name: text(100),
  weightNorm: norms,
  gradientNorm: norms,
  stepNorm: norms,
  gradientWeightCosine: v.pipe(v.array(cosine), v.maxLength(MAX_DYNAMICS)),
  gradientCosine: v.pipe(v.array(v.nullable(cosine)), v.maxLength(MAX_DYNAMICS)),
})

/** Dynamics of the weights in measured steps. */
const DynamicsCurveSchema = v.object({
  steps: v.pipe(v.array(count(MAX_STEPS)), v.maxLength(MAX_DYNAMICS)),
  tensors: v.pipe(v.array(TensorCurveSchema), v.maxLength(200)),
})

export type DynamicsCurve = v.InferOutput<typeof DynamicsCurveSchema>

/** A manual change of the learning rate: from `step` on, the schedule times `factor`. */
const RateChangeSchema = v.object({
  step: count(MAX_STEPS),
  factor: v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_RATE_FACTOR)),
})

/** Of the records that are written. Version 1 called `resumedFrom` `goneOn`. */
export const RECORD_VERSION = 2

const CurrentSchema = v.object({
  version: v.literal(RECORD_VERSION),
  choice: RecipeChoiceSchema,
  /** The recipe that the choice meant in that version. */
  recipe: RecipeSchema,
  seed: count(0xffffffff),
  dataset: v.picklist(DATASET_NAMES),
  /** `pytorch` is tools/pytorch, which trains the same recipes elsewhere. */
  engine: v.picklist([...ENGINE_NAMES, 'pytorch']),
  precision: v.picklist(['f16', 'f32']),
  precisionReason: text(MAX_SENTENCE),
  /** Everything that decides the bits, see `EngineInfo.variant`. */
  variant: text(MAX_SENTENCE),
  /** Empty if the browser doesn't report it. */
  adapter: text(MAX_ADAPTER),
  /** True if the CPU computed. */
  software: v.boolean(),
  browser: v.nullable(text(MAX_BROWSER)),
  /** The commit of lab94. */
  code: text(MAX_CODE),
  /** Milliseconds since 1970. */
  startedAt: count(1e14),
  /** As trained; memory may have forced a smaller one than the recipe's. */
  batchSize: v.pipe(count(100_000), v.minValue(1)),
  /** Images that plain batch norm saw at a time, if the batch was split to save memory; else null. */
  normImages: v.nullable(count(100_000)),
  trainImages: v.pipe(count(MAX_IMAGES), v.minValue(1)),
  testImages: v.pipe(count(MAX_IMAGES), v.minValue(1)),
  /** Fingerprint of both splits including their order, see `fingerprintOf`; absent in older records. */
  imagesFingerprint: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))),
  /**
   * Whether test losses are plain cross-entropy although the recipe smooths labels. Absent if it does not, and in
   * earlier records, whose test losses include it.
   */
  plainTestLoss: v.exactOptional(v.literal(true)),
  stepsPerEpoch: v.pipe(count(MAX_STEPS), v.minValue(1)),
  /** Steps of the whole run, and those taken. */
  steps: v.pipe(count(MAX_STEPS), v.minValue(1)),
  stepsTaken: count(MAX_STEPS),
  trainSeconds: seconds,
  wallSeconds: seconds,
  ending: EndingSchema,
  rateChanges: v.pipe(v.array(RateChangeSchema), v.maxLength(MAX_RATE_CHANGES)),
  /** The step from which it resumed after an interruption, and whether bit for bit. */
  resumedFrom: v.nullable(v.object({ step: count(MAX_STEPS), sameBits: v.boolean() })),
  /** Final confusion matrix: counts[truth * 10 + predicted]; null if unknown. */
  confusion: v.nullable(v.pipe(v.array(count(MAX_IMAGES)), v.length(100))),
  tests: v.pipe(v.array(MeasuredSchema), v.maxLength(MAX_TESTS)),
  /** If measured. Not part of links, like all that follows. */
  dynamics: v.exactOptional(DynamicsCurveSchema),
  /** If measured, from the images seen last to those seen longest ago. */
  forgetting: v.exactOptional(v.pipe(v.array(ForgettingSchema), v.maxLength(100))),
})

const FirstSchema = v.looseObject({ version: v.literal(1), goneOn: v.unknown() })

/** Migrates a record of version 1 to today's names; returns anything else unchanged. */
function withTodaysNames(value: unknown): unknown {
  if (!v.is(FirstSchema, value)) return value
  const { goneOn, ...record } = value
  return { ...record, version: RECORD_VERSION, resumedFrom: goneOn }
}

/** The figures of a run, which never change afterwards. Reads every version so far. */
export const RecordSchema = v.pipe(v.unknown(), v.transform(withTodaysNames), CurrentSchema)

export type RunRecord = v.InferOutput<typeof RecordSchema>
export type Measured = v.InferOutput<typeof MeasuredSchema>
export type StepCurve = v.InferOutput<typeof StepCurveSchema>
/** The curve of a run without per-step values. */
export const NO_STEPS: StepCurve = { stepsPerPoint: 1, loss: [], accuracy: [] }
export type Ending = RunRecord['ending']

/** A record with its per-step curve, which the history stores separately. */
export const WholeRunSchema = v.object({ record: RecordSchema, steps: StepCurveSchema })
export type WholeRun = v.InferOutput<typeof WholeRunSchema>

/** The label smoothing that a run's test losses include, and its training losses. */
export const smoothingIn = ({ recipe, plainTestLoss }: RunRecord) => ({
  test: plainTestLoss === true ? 0 : recipe.labelSmoothing,
  train: recipe.labelSmoothing,
})

/** Whether the loss became NaN. */
export const diverged = ({ ending }: RunRecord): boolean =>
  ending.kind === 'failed' && ending.diverged === true

/** The judged accuracy (0 to 1), or the closest one that was tested; the schema requires at least one. */
export const judged = ({ views, average, live }: Measured): number => views ?? average ?? live ?? 0

/** The accuracy of a finished run; null for any other. */
export function accuracyOf({ ending, tests }: RunRecord): number | null {
  const last = tests.at(-1)
  return ending.kind === 'done' && last !== undefined ? judged(last) : null
}

/** The engine to repeat a recorded run with: its own if the page has it. */
export const engineHere = ({ engine }: Pick<RunRecord, 'engine'>): EngineName =>
  engine === 'pytorch' ? 'wgsl' : engine
