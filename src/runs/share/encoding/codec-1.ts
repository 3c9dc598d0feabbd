import * as v from 'valibot'
import { RecipeChoiceSchema, resolveRecipe } from '../../../recipe/choice.ts'
import { canonicalJson, fingerprint } from '../../record/canonical.ts'
import {
  type Ending,
  MAX_CURVE_POINTS,
  RECORD_VERSION,
  type RunRecord,
  type WholeRun,
  WholeRunSchema,
} from '../../record/record.ts'
import { VarintReader, VarintWriter, DamagedBytes, readColumn, writeColumn } from './bytes.ts'
import { recipeHash } from '../recipe-hash.ts'
import { stepCurveOf, stepFigures, testFigures, testsOf } from './figures.ts'

// Version 1 of a run in a link: the length of a header, the header (JSON, a list), then one column per series. Never
// change it, only add versions: links exist, and ids of runs depend on it.

/** A run as read from a link. */
export interface SharedRun {
  readonly run: WholeRun
  /** Whether the preset may have changed since the run. */
  readonly recipeChanged: boolean
  /** Its original id, if today's recipe would give another. */
  readonly id: string
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const flag = v.picklist([0, 1])

/** Most rows of tests in a link. */
const MAX_TESTS = 2000

const HeaderSchema = v.tuple([
  RecipeChoiceSchema,
  /** Start of the hash of the recipe that the choice meant. */
  v.string(),
  /** The seed. */
  whole,
  v.picklist(['full', 'sample']),
  /** PyTorch's was added later: older pages reject such a link. */
  v.picklist(['wgsl', 'tfjs', 'pytorch']),
  v.picklist(['f16', 'f32']),
  /** Reason of the precision, and the variant. */
  v.string(),
  v.string(),
  /** The adapter, and whether it is software. */
  v.string(),
  flag,
  /** The browser. */
  v.nullable(v.string()),
  /** The commit. */
  v.string(),
  /** Seconds since 1970. */
  whole,
  /** Batch size, and images that batch norm saw at a time if those were fewer. */
  whole,
  v.nullable(whole),
  /** Images of both splits, steps of an epoch, of the run, and taken. */
  whole,
  whole,
  whole,
  whole,
  whole,
  /** Milliseconds of training and on the wall. */
  whole,
  whole,
  /** Empty if the run finished. */
  v.array(v.string()),
  /** Steps at which the rate was changed, with factors. */
  v.array(v.tuple([whole, v.number()])),
  /** The step of the resume, and whether bit for bit. */
  v.nullable(v.tuple([whole, flag])),
  /**
   * Rows of tests, and whether they have columns for the average and for the views. Older pages reject tests with fewer
   * scores.
   */
  v.pipe(whole, v.maxValue(MAX_TESTS)),
  flag,
  flag,
  /** Steps of a point of the curve of single steps, and points. */
  whole,
  v.pipe(whole, v.maxValue(MAX_CURVE_POINTS)),
  /** Fingerprint of the images. Added later: older pages ignore it. */
  v.optional(v.nullable(v.string())),
  /** Whether test losses are plain cross-entropy despite label smoothing. Added later still. */
  v.optional(v.literal(1)),
])

type Header = v.InferOutput<typeof HeaderSchema>

/** A run with its curve of single steps thinned to at most `points`, as bytes, not yet deflated. */
export function packRun1(
  { record, steps }: WholeRun,
  points: number,
  hash = recipeHash(record.recipe),
): Uint8Array<ArrayBuffer> {
  const tests = testFigures(record)
  const curve = stepFigures(steps, points)
  const header: Header = [
    record.choice,
    hash,
    record.seed,
    record.dataset,
    record.engine,
    record.precision,
    record.precisionReason,
    record.variant,
    record.adapter,
    record.software ? 1 : 0,
    record.browser,
    record.code,
    Math.round(record.startedAt / 1000),
    record.batchSize,
    record.normImages,
    record.trainImages,
    record.testImages,
    record.stepsPerEpoch,
    record.steps,
    record.stepsTaken,
    Math.round(1000 * record.trainSeconds),
    Math.round(1000 * record.wallSeconds),
    wordsOf(record.ending),
    record.rateChanges.map(({ step, factor }): [number, number] => [step, factor]),
    record.resumedFrom === null
      ? null
      : [record.resumedFrom.step, record.resumedFrom.sameBits ? 1 : 0],
    tests.step.length,
    tests.average.length > 0 ? 1 : 0,
    tests.views.length > 0 ? 1 : 0,
    points === 0 ? 1 : curve.stepsPerPoint,
    curve.loss.length,
    record.imagesFingerprint ?? null,
    record.plainTestLoss === true ? 1 : undefined,
  ]
  // Runs without them keep their original header, and so their id.
  const known = header.slice(
    0,
    1 + header.findLastIndex((value) => value !== null && value !== undefined),
  )
  const text = new TextEncoder().encode(canonicalJson(known))
  const writer = new VarintWriter()
  writer.unsigned(text.length)
  writer.raw(text)
  const columns = [
    tests.step,
    tests.milliseconds,
    tests.trainLoss,
    tests.trainAccuracy,
    tests.testLoss,
    tests.live,
    tests.average,
    tests.views,
    curve.loss,
    curve.accuracy,
  ]
  for (const column of columns) writeColumn(writer, column)
  return writer.finish()
}

/**
 * The id of a run: a hash of its figures as encoded in a link, so that a link opens the same run. `hash` is its
 * recipe's hash.
 */
export const idOf = (run: WholeRun, hash = recipeHash(run.record.recipe)): string =>
  fingerprint(packRun1(run, 0, hash))

/** The inverse of `packRun1`. Throws DamagedBytes if the bytes are invalid or out of range. */
export function unpackRun1(bytes: Uint8Array): SharedRun {
  const reader = new VarintReader(bytes)
  const [choice, hash, seed, dataset, engine, precision, precisionReason, ...others] =
    readHeader(reader)
  const [variant, adapter, software, browser, code, startedAt, ...numbers] = others
  const [batchSize, normImages, trainImages, testImages, stepsPerEpoch, ...more] = numbers
  const [ofRun, taken, ...last] = more
  const [milliseconds, wall, ending, rateChanges, resumedFrom, ...sizes] = last
  const [rows, hasAverage, hasViews, stepsPerPoint, points, imagesFingerprint, plainTestLoss] =
    sizes
  const column = (length: number) => readColumn(reader, length)
  const figures = {
    step: column(rows),
    milliseconds: column(rows),
    trainLoss: column(rows),
    trainAccuracy: column(rows),
    testLoss: column(rows),
    live: column(rows),
    average: column(hasAverage * rows),
    views: column(hasViews * rows),
  }
  const curve = { stepsPerPoint, loss: column(points), accuracy: column(points) }
  if (reader.left > 0) throw new DamagedBytes('There is more than a run.')
  const recipe = resolveRecipe(choice)
  const record: RunRecord = {
    version: RECORD_VERSION,
    choice,
    recipe,
    seed,
    dataset,
    engine,
    precision,
    precisionReason,
    variant,
    adapter,
    software: software === 1,
    browser,
    code,
    startedAt: 1000 * startedAt,
    batchSize,
    normImages,
    trainImages,
    testImages,
    ...(typeof imagesFingerprint === 'string' && { imagesFingerprint }),
    ...(plainTestLoss === 1 && { plainTestLoss: true }),
    stepsPerEpoch,
    steps: ofRun,
    stepsTaken: taken,
    trainSeconds: milliseconds / 1000,
    wallSeconds: wall / 1000,
    ending: endingOf(ending),
    rateChanges: rateChanges.map(([step, factor]) => ({ step, factor })),
    resumedFrom:
      resumedFrom === null ? null : { step: resumedFrom[0], sameBits: resumedFrom[1] === 1 },
    // A hundred numbers more than a short link can carry.
    confusion: null,
    tests: testsOf(figures, testImages),
  }
  const checked = v.safeParse(WholeRunSchema, { record, steps: stepCurveOf(curve) })
  if (!checked.success) throw new DamagedBytes(v.summarize(checked.issues))
  return {
    run: checked.output,
    recipeChanged: recipeHash(recipe) !== hash,
    id: idOf(checked.output, hash),
  }
}

function readHeader(reader: VarintReader): Header {
  const text = new TextDecoder().decode(reader.raw(reader.unsigned()))
  const checked = v.safeParse(v.pipe(v.string(), v.parseJson(), HeaderSchema), text)
  if (!checked.success) throw new DamagedBytes(v.summarize(checked.issues))
  return checked.output
}

const wordsOf = (ending: Ending): string[] => {
  if (ending.kind === 'done') return []
  return ending.kind === 'failed' ? ['failed', ending.message, ending.advice] : [ending.kind]
}

function endingOf([kind = 'done', message = '', advice = '']: readonly string[]): Ending {
  if (kind === 'failed') return { kind, message, advice }
  if (kind === 'done' || kind === 'stopped' || kind === 'cut off') return { kind }
  throw new DamagedBytes(`A run cannot end as "${kind}".`)
}
