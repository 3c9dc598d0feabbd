import { judged, type Measured, smoothingIn } from '../../../../runs/record/record.ts'
import { type Row, newestBySeed } from '../../../../runs/history/rows.ts'
import { bandOf } from '../../../../runs/statistics/band.ts'
import type { XAxis } from '../../view.ts'

/** A value with its range; all three are equal for a single run. */
export interface Ranged {
  readonly mean: number
  readonly low: number
  readonly high: number
}

export interface CurvePoint {
  readonly epoch: number
  readonly step: number
  readonly seconds: number
  /** A share. */
  readonly accuracy: Ranged
  /** Null if it diverged. */
  readonly testLoss: Ranged | null
  readonly trainLoss: Ranged | null
}

/** The curve of one row of the list. */
export interface Curve {
  readonly id: string
  readonly name: string
  /** Seeds that it is the mean of. */
  readonly seeds: number
  /** An index in the palette; null beyond it. */
  readonly tone: number | null
  readonly points: readonly CurvePoint[]
  /** The label smoothing that its losses include. */
  readonly smoothing: ReturnType<typeof smoothingIn>
}

/** Colours and dashes of the palette. */
const TONES = 4

/** The curves of rows: for several seeds, the mean at each test with its range. */
export const curvesOf = (rows: readonly Row[], nameOf: (row: Row) => string): Curve[] =>
  rows.map((row, i) => ({
    id: row.id,
    name: nameOf(row),
    seeds: newestBySeed(row).length,
    tone: i < TONES ? i : null,
    points: pointsOf(row),
    smoothing: smoothingIn(row.entries[0].record),
  }))

function pointsOf(row: Row): CurvePoint[] {
  const runs = newestBySeed(row).map(({ record }) => record)
  const ranged = (of: (test: Measured, run: number) => number) =>
    bandOf(runs.map(({ tests }, run) => tests.map((test) => of(test, run))))
  const steps = ranged(({ step }) => step)
  const epochs = ranged(({ step }, run) => step / runs[run].stepsPerEpoch)
  const seconds = ranged(({ trainSeconds }) => trainSeconds)
  const accuracy = ranged(judged)
  const testLoss = ranged(({ testLoss: loss }) => loss ?? Number.NaN)
  const trainLoss = ranged(({ trainLoss: loss }) => loss ?? Number.NaN)
  const known = (value: Ranged) => (Number.isNaN(value.mean) ? null : value)
  return accuracy.map((value, i) => ({
    epoch: epochs[i].mean,
    step: steps[i].mean,
    seconds: seconds[i].mean,
    accuracy: value,
    testLoss: known(testLoss[i]),
    trainLoss: known(trainLoss[i]),
  }))
}

export const xOf = (point: CurvePoint, axis: XAxis): number => point[axis]

/** Every measured x, in order. */
export function measuredAt(curves: readonly Curve[], axis: XAxis): number[] {
  const all = curves.flatMap(({ points }) => points.map((point) => xOf(point, axis)))
  return [...new Set(all)].sort((a, b) => a - b)
}
