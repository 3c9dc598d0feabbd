import * as v from 'valibot'
import type { EngineName } from '../../engine/engine.ts'
import { RecipeChoiceSchema } from '../../recipe/choice.ts'
import { RecipeSchema } from '../../recipe/schema.ts'

const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most))
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
/** A larger loss is kept as this. */
export const MAX_LOSS = 1e6
const loss = v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_LOSS))
const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(1e9))
const text = (most: number) => v.pipe(v.string(), v.maxLength(most))

/** Steps that a run can have; 100,000 epochs of Page's. */
const MAX_STEPS = 10_000_000
const MAX_TESTS = 10_000
export const MAX_CURVE_POINTS = 2000
const MAX_IMAGES = 1_000_000
/** Steps whose dynamics a record keeps. */
export const MAX_DYNAMICS = 100

/** Letters that a sentence of a record may have. */
export const MAX_SENTENCE = 300

/** What was measured between two epochs, or at the end. */
const MeasuredSchema = v.object({
  /** Steps taken by then. */
  step: count(MAX_STEPS),
  trainSeconds: seconds,
  /** Mean of the steps since the last test; null where they diverged. */
  trainLoss: v.nullable(loss),
  trainAccuracy: share,
  /** Of the score that the recipe is judged by; null where it diverged. */
  testLoss: v.nullable(loss),
  /** Shares of test images named right by the weights as they are, by their average, and by that with all views. */
  live: share,
  average: v.nullable(share),
  views: v.nullable(share),
})

/** Per-step values, each the mean of `stepsPerPoint` steps in a row; null where none of them was a number. */
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
    /** The loss was no number any more. */
    diverged: v.exactOptional(v.literal(true)),
  }),
  /** The page was closed or crashed under it. */
  v.object({ kind: v.literal('cut off') }),
])

/** How well training images are remembered that were trained on so many steps ago. */
const ForgettingSchema = v.object({
  stepsAgo: v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_STEPS)),
  loss,
  accuracy: share,
})

const norms = v.pipe(v.array(v.pipe(v.number(), v.minValue(0))), v.maxLength(MAX_DYNAMICS))
const cosine = v.pipe(v.number(), v.minValue(-1.001), v.maxValue(1.001))

/** How one weight moved, a value for each step that was measured; see `TensorDynamics`. */
const TensorCurveSchema = v.object({
  name: text(100),
  weightNorm: norms,
  gradientNorm: norms,
  stepNorm: norms,
  gradientWeightCosine: v.pipe(v.array(cosine), v.maxLength(MAX_DYNAMICS)),
  gradientCosine: v.pipe(v.array(v.nullable(cosine)), v.maxLength(MAX_DYNAMICS)),
})

/** How the weights moved, in steps that were measured. */
const DynamicsCurveSchema = v.object({
  steps: v.pipe(v.array(count(MAX_STEPS)), v.maxLength(MAX_DYNAMICS)),
  tensors: v.pipe(v.array(TensorCurveSchema), v.maxLength(200)),
})

export type DynamicsCurve = v.InferOutput<typeof DynamicsCurveSchema>

/** A change of the learning rate while the run went on: from `step` on, the schedule times `factor`. */
const RateChangeSchema = v.object({
  step: count(MAX_STEPS),
  factor: v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)),
})

/** What happened in a run: everything that does not change afterwards. */
export const RecordSchema = v.object({
  version: v.literal(1),
  choice: RecipeChoiceSchema,
  /** What the choice meant to the code that ran it. */
  recipe: RecipeSchema,
  seed: count(0xffffffff),
  dataset: v.picklist(['full', 'sample']),
  /** `pytorch` is tools/pytorch, which trains the same recipes elsewhere. */
  engine: v.picklist(['wgsl', 'tfjs', 'pytorch']),
  precision: v.picklist(['f16', 'f32']),
  precisionReason: text(MAX_SENTENCE),
  /** What computed, in all that decides the bits. */
  variant: text(MAX_SENTENCE),
  /** Empty where the browser does not tell. */
  adapter: text(200),
  /** True where the processor computed. */
  software: v.boolean(),
  browser: v.nullable(text(60)),
  /** The commit of lab94. */
  code: text(60),
  /** Milliseconds since 1970. */
  startedAt: count(1e14),
  /** As run; memory may have forced one smaller than the recipe's. */
  batchSize: v.pipe(count(100_000), v.minValue(1)),
  /** Images that plain batch norm saw at a time, where memory divided the batch; else null. */
  normImages: v.nullable(count(100_000)),
  trainImages: v.pipe(count(MAX_IMAGES), v.minValue(1)),
  testImages: v.pipe(count(MAX_IMAGES), v.minValue(1)),
  stepsPerEpoch: v.pipe(count(MAX_STEPS), v.minValue(1)),
  /** Steps of the whole run, and those taken. */
  steps: v.pipe(count(MAX_STEPS), v.minValue(1)),
  stepsTaken: count(MAX_STEPS),
  trainSeconds: seconds,
  wallSeconds: seconds,
  ending: EndingSchema,
  rateChanges: v.pipe(v.array(RateChangeSchema), v.maxLength(100)),
  /** The step it went on from after an interruption, and whether with the same bits. */
  goneOn: v.nullable(v.object({ step: count(MAX_STEPS), sameBits: v.boolean() })),
  /** How the test images were named at the end: counts[truth * 10 + answer]; null where that is not known. */
  confusion: v.nullable(v.pipe(v.array(count(MAX_IMAGES)), v.length(100))),
  tests: v.pipe(v.array(MeasuredSchema), v.maxLength(MAX_TESTS)),
  /** Where they were measured. Links do not carry them, nor what follows. */
  dynamics: v.exactOptional(DynamicsCurveSchema),
  /** Where it was measured, from the images seen last to those seen longest ago. */
  forgetting: v.exactOptional(v.pipe(v.array(ForgettingSchema), v.maxLength(100))),
})

export type RunRecord = v.InferOutput<typeof RecordSchema>
export type Measured = v.InferOutput<typeof MeasuredSchema>
export type StepCurve = v.InferOutput<typeof StepCurveSchema>
export type Ending = RunRecord['ending']

/** A record with its curve of single steps, which is kept apart from it where runs are listed. */
export const WholeRunSchema = v.object({ record: RecordSchema, steps: StepCurveSchema })
export type WholeRun = v.InferOutput<typeof WholeRunSchema>

/** Whether the loss was no number any more. */
export const diverged = ({ ending }: RunRecord): boolean =>
  ending.kind === 'failed' && ending.diverged === true

/** The share that a recipe is judged by: of the best-prepared weights it has. */
export const judged = ({ views, average, live }: Measured): number => views ?? average ?? live

/** The accuracy of a run that went to its end; null for any other. */
export function accuracyOf({ ending, tests }: RunRecord): number | null {
  const last = tests.at(-1)
  return ending.kind === 'done' && last !== undefined ? judged(last) : null
}

/** The engine to run a recorded run's work with here: its own where the page has it. */
export const engineHere = ({ engine }: Pick<RunRecord, 'engine'>): EngineName =>
  engine === 'pytorch' ? 'wgsl' : engine
