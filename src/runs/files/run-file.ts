import * as v from 'valibot'
import { summariseChoice } from '../../recipe/choice/summary.ts'
import {
  accuracyOf,
  type Measured,
  RECORD_VERSION,
  type RunRecord,
  WholeRunSchema,
} from '../record/record.ts'
import { EntrySchema, type RunWithCurve } from '../history/entry.ts'
import { type Cell, toCsv } from './table-text.ts'

const { id, name, star, note, recipeChanged } = EntrySchema.entries

const VERSION = 1

/** Largest file of runs that the page opens. */
export const MAX_FILE_BYTES = 200 * 2 ** 20

const FileSchema = v.object({
  format: v.literal('lab94-runs'),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  runs: v.array(v.unknown()),
})

const FiledRunSchema = v.object({
  /**
   * The id of runs from links whose recipe has changed since, which today's recipe wouldn't give. Absent in older
   * files.
   */
  id: v.exactOptional(id),
  recipeChanged: v.exactOptional(recipeChanged, false),
  name,
  star,
  note,
  ...WholeRunSchema.entries,
})

export type FiledRun = v.InferOutput<typeof FiledRunSchema>

/** Thrown if a file contains no runs. Its message says why, for the page. */
export class RunFileError extends Error {
  override readonly name = 'RunFileError'
}

/** Runs as a JSON file that `readRunFile` reads. */
export function writeRunFile(runs: readonly RunWithCurve[]): string {
  const filed = runs.map(({ entry, steps }): FiledRun => {
    const { record, ...said } = entry
    return {
      ...(said.recipeChanged && { id: said.id }),
      recipeChanged: said.recipeChanged,
      name: said.name,
      star: said.star,
      note: said.note,
      record,
      steps,
    }
  })
  return JSON.stringify({ format: 'lab94-runs', version: VERSION, runs: filed }, null, 1)
}

/**
 * The entries of a file, to be read one by one with `readFiledRun`. Throws a RunFileError if it isn't a file of runs.
 */
export function readRunFile(text: string): readonly unknown[] {
  const file = v.safeParse(FileSchema, parsed(text))
  if (!file.success) throw new RunFileError('It is not a file of runs exported by lab94.')
  const { version, runs } = file.output
  if (version > VERSION) throw new RunFileError('A newer version of lab94 wrote it.')
  return runs
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RunFileError('It is not JSON, or it is truncated.', { cause })
  }
}

const VersionedSchema = v.object({ record: v.object({ version: v.number() }) })

/** One run of a file, or why it cannot be read. */
export function readFiledRun(value: unknown): FiledRun | { readonly unreadable: string } {
  const run = v.safeParse(FiledRunSchema, value)
  if (run.success) return run.output
  const versioned = v.safeParse(VersionedSchema, value)
  if (versioned.success && versioned.output.record.version > RECORD_VERSION) {
    return { unreadable: 'a newer version of lab94 wrote it' }
  }
  const [issue] = run.issues
  const where = v.getDotPath(issue)
  return { unreadable: `${where === null ? '' : `${where}: `}${issue.message}` }
}

const COLUMNS = [
  'run',
  'recipe',
  'seed',
  'images',
  'device',
  'engine',
  'precision',
  'code',
  'started',
  'final accuracy',
  'epoch',
  'step',
  'seconds',
  'train loss',
  'train accuracy',
  'test loss',
  'accuracy',
  'accuracy averaged',
  'accuracy with views',
]

/** Runs as CSV, one line for each test of each run, or one for a run without tests. Accuracies are in percent. */
export const writeRunCsv = (runs: readonly RunWithCurve[]): string =>
  toCsv([COLUMNS, ...runs.flatMap(linesOf)])

/** Rounded to six decimals, without binary rounding digits. */
const decimal = (value: number | null): number | null =>
  value === null ? null : Number(value.toFixed(6))

const percent = (share: number | null): number | null =>
  share === null ? null : Number((100 * share).toFixed(4))

function linesOf({ entry: { name: called, record } }: RunWithCurve): Cell[][] {
  const { choice, seed, dataset, adapter, engine, precision, code, startedAt } = record
  const run: Cell[] = [
    called,
    summariseChoice(choice),
    seed,
    dataset,
    adapter,
    engine,
    precision,
    code,
    new Date(startedAt).toISOString(),
    percent(accuracyOf(record)),
  ]
  if (record.tests.length === 0) return [[...run, ...untestedCells(record)]]
  return record.tests.map((test) => [...run, ...cellsOf(test, record.stepsPerEpoch)])
}

/** A run that ended before its first test still gets a line. */
const untestedCells = ({ stepsTaken, stepsPerEpoch, trainSeconds }: RunRecord): Cell[] => [
  Number((stepsTaken / stepsPerEpoch).toFixed(4)),
  stepsTaken,
  decimal(trainSeconds),
  ...Array.from({ length: 6 }, () => null),
]

const cellsOf = (test: Measured, stepsPerEpoch: number): Cell[] => [
  Number((test.step / stepsPerEpoch).toFixed(4)),
  test.step,
  decimal(test.trainSeconds),
  decimal(test.trainLoss),
  percent(test.trainAccuracy),
  decimal(test.testLoss),
  percent(test.live),
  percent(test.average),
  percent(test.views),
]
