import * as v from 'valibot'
import { summariseChoice } from '../../recipe/summary.ts'
import { accuracyOf, WholeRunSchema, type Measured } from '../record/record.ts'
import { EntrySchema, type KeptRun } from '../history/entry.ts'
import { type Cell, toCsv } from './table-text.ts'

const { name, star, note } = EntrySchema.entries

const FileSchema = v.object({
  format: v.literal('lab94-runs'),
  version: v.literal(1),
  runs: v.array(v.unknown()),
})

const FiledRunSchema = v.object({ name, star, note, ...WholeRunSchema.entries })

export type FiledRun = v.InferOutput<typeof FiledRunSchema>

/** Runs as a JSON file that `readRunFile` reads. */
export function writeRunFile(runs: readonly KeptRun[]): string {
  const filed = runs.map(({ entry, steps }): FiledRun => {
    const { record, ...said } = entry
    return { name: said.name, star: said.star, note: said.note, record, steps }
  })
  return JSON.stringify({ format: 'lab94-runs', version: 1, runs: filed }, null, 1)
}

/** The runs of a file, and how many of it are none that this lab94 can read. Null where it is no file of runs. */
export function readRunFile(text: string): { runs: FiledRun[]; unreadable: number } | null {
  const file = v.safeParse(v.pipe(v.string(), v.parseJson(), FileSchema), text)
  if (!file.success) return null
  const read = file.output.runs.map((run) => v.safeParse(FiledRunSchema, run))
  const runs = read.flatMap((result) => (result.success ? [result.output] : []))
  return { runs, unreadable: read.length - runs.length }
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

/** Runs as CSV, one line for each test of each run. Accuracies are in percent. */
export const writeRunCsv = (runs: readonly KeptRun[]): string =>
  toCsv([COLUMNS, ...runs.flatMap(linesOf)])

const percent = (share: number | null): number | null =>
  share === null ? null : Number((100 * share).toFixed(4))

function linesOf({ entry: { name: called, record } }: KeptRun): Cell[][] {
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
  return record.tests.map((test) => [...run, ...cellsOf(test, record.stepsPerEpoch)])
}

const cellsOf = (test: Measured, stepsPerEpoch: number): Cell[] => [
  Number((test.step / stepsPerEpoch).toFixed(4)),
  test.step,
  test.trainSeconds,
  test.trainLoss,
  percent(test.trainAccuracy),
  test.testLoss,
  percent(test.live),
  percent(test.average),
  percent(test.views),
]
