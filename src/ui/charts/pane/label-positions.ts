import { placeLabels } from '../../plot/label-layout.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** A label to place, by the end of its curve, in pixels. */
export interface LabelledEnd extends Point {
  /** Of a curve behind the visitor's own, whose label does not follow the run but stays at the curve's end. */
  readonly behind: boolean
}

interface Surroundings {
  readonly plot: { readonly right: number; readonly top: number; readonly bottom: number }
  /** The position of an unfinished run, with labels to its right. Null if they are at the plot's right edge. */
  readonly now: number | null
  /** Height of a line that no label may cross; null if there is none. */
  readonly avoid: number | null
  /** The background curve, which labels inside the plot avoid. */
  readonly curve: readonly Point[]
}

/** Pixels right of a line's end, or of now. */
const ASIDE = 12

/** Most pixels of a name with its value. */
const WIDTH = 110

/**
 * A background curve that ends further left has its label inside the plot, since a leader to the edge would cross it.
 */
const FAR = 60

/** Pixels between the middle of a label and a curve. */
const CLEARANCE = 12

/** Left edge and middle of every label. Labels in one column don't overlap. */
export function labelPositions(ends: readonly LabelledEnd[], around: Surroundings): Point[] {
  const { plot, now, avoid, curve } = around
  const edge = plot.right + ASIDE
  const lefts = ends.map(({ behind, x }) => {
    if (behind) return plot.right - x > FAR ? x + ASIDE : edge
    return now === null ? edge : now + ASIDE
  })
  const wanted = ends.map(({ y, behind }, i) =>
    behind || now === null ? y : below(y, lefts[i], curve),
  )
  const limits = { top: plot.top, bottom: plot.bottom, avoid }
  const positions = wanted.map((y, i) => ({ x: lefts[i], y }))
  for (const column of columnsOf(lefts)) {
    const heights = placeLabels(
      column.map((i) => wanted[i]),
      limits,
    )
    column.forEach((member, i) => (positions[member] = { x: lefts[member], y: heights[i] }))
  }
  return positions
}

/** Labels that overlap horizontally. */
function columnsOf(lefts: readonly number[]): number[][] {
  const columns: number[][] = []
  for (const i of lefts.map((_, index) => index).sort((a, b) => lefts[a] - lefts[b])) {
    const last = columns.at(-1)
    const before = last?.at(-1)
    if (last === undefined || before === undefined || lefts[i] - lefts[before] >= WIDTH) {
      columns.push([i])
    } else last.push(i)
  }
  return columns
}

/** The height of a label, moved below the curve if they would overlap. */
function below(y: number, left: number, curve: readonly Point[]): number {
  const beside = heightsWithin(curve, left, left + WIDTH)
  if (beside === null) return y
  const crossed = beside.top < y + CLEARANCE && beside.bottom > y - CLEARANCE
  return crossed ? beside.bottom + CLEARANCE : y
}

/** The range of a piecewise-linear curve between two positions; null if it has no point there. */
function heightsWithin(
  curve: readonly Point[],
  from: number,
  to: number,
): { readonly top: number; readonly bottom: number } | null {
  const inside = curve.filter(({ x }) => x >= from && x <= to).map(({ y }) => y)
  const edges = [from, to].flatMap((x) => heightAt(curve, x) ?? [])
  const all = [...inside, ...edges]
  return all.length === 0 ? null : { top: Math.min(...all), bottom: Math.max(...all) }
}

function heightAt(curve: readonly Point[], x: number): number | null {
  const after = curve.findIndex((point) => point.x >= x)
  if (after < 0) return null
  if (after === 0) return curve[0].x === x ? curve[0].y : null
  const [a, b] = [curve[after - 1], curve[after]]
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x)
}
