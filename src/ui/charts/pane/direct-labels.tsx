import { epochsDone } from '../../../runs/run.ts'
import { useLab } from '../../context/lab-context.ts'
import { labelPositions } from './label-positions.ts'
import { useCursor } from '../panes-context.ts'
import { usePlot, withinAxis } from '../../plot/use-plot.ts'

export interface SeriesEnd {
  readonly name: string
  /** Epochs and heights of the tests; a height is null if the test had no such score. */
  readonly points: readonly { readonly epoch: number; readonly height: number | null }[]
  /** The value at each test, as written. */
  readonly values: readonly (string | null)[]
  /** Whether it is a background curve, without a crosshair. */
  readonly behind?: true
}

/** Shown for a score that was not tested. */
const MISSING = '–'

/** Half a label's capital height, from its baseline. */
const BASELINE = 4.5

/** Most pixels between a label and its curve's end without a leader. */
const OFF = { x: 24, y: 5 }

/**
 * Every series' name and value at its end: at the plot's right edge, or right of an unfinished run's last point. While
 * the crosshair is shown, the values are those under it.
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
  if (plot === null) return null
  const pixelsOf = ({ points }: SeriesEnd) =>
    points.flatMap(({ epoch, height }) =>
      height === null || !withinAxis(plot, epoch) ? [] : [{ x: plot.x(epoch), y: plot.y(height) }],
    )
  const drawn = series.flatMap((each) => {
    const { name, points, values, behind = false } = each
    const end = pixelsOf(each).at(-1)
    if (end === undefined) return []
    const last = points.findLastIndex(({ height }) => height !== null)
    const value = values[behind ? last : Math.min(cursor ?? Infinity, last)] ?? MISSING
    return [{ name, value, behind, ...end }]
  })
  const positions = labelPositions(drawn, {
    plot,
    now: now === null ? null : plot.x(now),
    avoid: avoid === null ? null : plot.y(avoid),
    curve: series.filter(({ behind }) => behind).flatMap(pixelsOf),
  })
  return (
    <g>
      {drawn.map(({ name, value, x, y }, i) => {
        const position = positions[i]
        const apart = Math.abs(position.y - y) > OFF.y || position.x - x > OFF.x
        return (
          <g key={name}>
            {apart && (
              <path
                className="leader"
                d={`M${x + (now === null ? 2 : 6)},${y}L${position.x - 4},${position.y}`}
              />
            )}
            <text className="label halo" x={position.x} y={position.y + BASELINE}>
              {name}
              <tspan className="value" dx={6}>
                {value}
              </tspan>
            </text>
          </g>
        )
      })}
    </g>
  )
}
