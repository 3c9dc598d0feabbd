import { differences } from '../../../recipe/choice/differences.ts'
import { isBranch, valueAt } from '../../../recipe/paths.ts'
import type { Row } from '../../../runs/history/rows.ts'
import type { RunRecord } from '../../../runs/record/record.ts'

/** One difference between rows. */
export interface DifferingRow {
  /** A path in the recipe, or a name of `CONDITIONS`. */
  readonly path: string
  /** By row; undefined if a recipe has no such field. */
  readonly values: readonly unknown[]
  /** Outliers: rows that differ from all others, which agree. */
  readonly odd: readonly boolean[]
}

export interface Differing {
  readonly rows: readonly DifferingRow[]
  /** All settings, including equal ones. */
  readonly settings: number
}

/** Conditions of a run outside its recipe. */
const CONDITIONS: Readonly<Record<string, (record: RunRecord) => unknown>> = {
  dataset: (record) => record.dataset,
  imagesFingerprint: (record) => record.imagesFingerprint ?? 'not recorded',
  engine: (record) => record.engine,
  computedIn: (record) => record.precision,
  adapter: (record) => record.adapter,
  code: (record) => record.code,
  batch: (record) => record.batchSize,
}

/** Only what differs between rows: fields of their recipes in the recipe's order, then the conditions of their runs. */
export function differingOf(rows: readonly Row[]): Differing {
  const records = rows.map(({ entries: [{ record }] }) => record)
  const [first, ...others] = records
  if (first === undefined) return { rows: [], settings: 0 }
  const paths = new Set(
    others.flatMap(({ recipe }) => differences(first.recipe, recipe).map(({ path }) => path)),
  )
  const settings = [
    ...[...paths].map((path) => ({
      path,
      values: records.map(({ recipe }) => valueAt(recipe, path)),
    })),
    ...Object.entries(CONDITIONS).map(([path, of]) => ({ path, values: records.map(of) })),
  ]
  const differing = settings
    .filter(({ values }) => new Set(values.map(keyOf)).size > 1)
    // The batch size is the recipe's, unless memory forced another.
    .filter(({ path }) => path !== 'batch' || !paths.has('batchSize'))
    .map(({ path, values }) => ({ path, values, odd: oddOnes(values) }))
  return { rows: differing, settings: countFields(first.recipe) + Object.keys(CONDITIONS).length }
}

const keyOf = (value: unknown): string => JSON.stringify(value) ?? 'none'

/** Which values differ from the rest, if more than half agree. */
function oddOnes(values: readonly unknown[]): boolean[] {
  const keys = values.map(keyOf)
  const counts = keys.map((key) => keys.filter((other) => other === key).length)
  const most = Math.max(...counts)
  return counts.map((count) => 2 * most > values.length && count < most)
}

function countFields(value: unknown): number {
  return isBranch(value) ? Object.values(value).reduce<number>((n, v) => n + countFields(v), 0) : 1
}
