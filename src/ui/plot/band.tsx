import { usePlot } from './use-plot.ts'

/** The range of values at a position, in the plot's units. */
export interface Range {
  readonly x: number
  readonly low: number
  readonly high: number
}

/** The area between the low and the high values of a line. */
export function Band({ ranges }: { ranges: readonly Range[] }) {
  const plot = usePlot()
  if (plot === null || ranges.length < 2) return null
  const at = (x: number, y: number) => `${plot.x(x).toFixed(1)},${plot.y(y).toFixed(1)}`
  const upper = ranges.map(({ x, high }) => at(x, high))
  const lower = ranges.map(({ x, low }) => at(x, low)).reverse()
  return <path className="band" d={`M${[...upper, ...lower].join('L')}Z`} />
}
