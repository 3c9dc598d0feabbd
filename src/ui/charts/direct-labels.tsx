import { epochsDone } from '../../runs/run.ts'
import { useLab } from '../lab-context.ts'
import { placeLabels } from './label-layout.ts'
import { useCursor } from './panes-context.ts'
import { usePlot } from './use-plot.ts'

export interface SeriesEnd {
  readonly name: string
  /** Epochs and heights of its measured points. */
  readonly points: readonly { readonly epoch: number; readonly height: number }[]
  /** The value at each point, as written. */
  readonly values: readonly string[]
}

/** Pixels right of a line's end, or of now. */
const ASIDE = 12

/** Half a label's capital height, from its baseline. */
const BASELINE = 4.5

/**
 * Every series' name and value at its end: at the plot's right edge, or right of where an unfinished run is. Under
 * the crosshair the values are those of its point.
 */
export function DirectLabels({
  series,
  avoid,
}: {
  series: readonly SeriesEnd[]
  avoid: number | null
}) {
  const plot = usePlot()
  const cursor = useCursor()
  const now = useLab(({ run }) => (run !== null && run.phase !== 'done' ? epochsDone(run) : null))
  const drawn = series.filter(({ points }) => points.length > 0)
  if (plot === null || drawn.length === 0) return null
  const ends = drawn.map(({ points }) => points[points.length - 1])
  const heights = placeLabels(
    ends.map(({ height }) => plot.y(height)),
    { top: plot.top, bottom: plot.bottom, avoid: avoid === null ? null : plot.y(avoid) },
  )
  const left = (now === null ? plot.right : plot.x(now)) + ASIDE
  return (
    <g>
      {drawn.map(({ name, values }, i) => {
        const endX = plot.x(ends[i].epoch)
        const endY = plot.y(ends[i].height)
        const apart = Math.abs(heights[i] - endY) > 5 || left - endX > 2 * ASIDE
        return (
          <g key={name}>
            {apart && (
              <path
                className="leader"
                d={`M${endX + (now === null ? 2 : 6)},${endY}L${left - 4},${heights[i]}`}
              />
            )}
            <text className="label halo" x={left} y={heights[i] + BASELINE}>
              {name}
              <tspan className="value" dx={6}>
                {values[Math.min(cursor ?? Infinity, values.length - 1)]}
              </tspan>
            </text>
          </g>
        )
      })}
    </g>
  )
}
