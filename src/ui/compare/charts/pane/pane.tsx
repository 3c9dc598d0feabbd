import { memo, type ReactNode, useMemo } from 'react'
import { BaseLine } from '../../../plot/base-line.tsx'
import { GoalLine } from '../../../charts/accuracy/goal-line.tsx'
import { Gridlines } from '../../../plot/gridlines.tsx'
import { PaneChart } from '../../../plot/pane-chart.tsx'
import type { ChartLine } from '../../../plot/pane-chart-props.ts'
import { CHARTS } from '../../../charts/texts.ts'
import { useSize } from '../../../controls/use-size.ts'
import { type CrosshairSteps, RunsCrosshair } from './runs-crosshair.tsx'
import { CurveDots } from './curve-dots.tsx'
import { CurveLabels } from './curve-labels.tsx'
import type { Series } from '../curves/series.ts'
import { toneClass } from '../../../plot/tone.ts'
import { XAxisLine } from './x-axis-line.tsx'
import type { LabelValue } from '../../view.ts'
import type { XScale } from '../curves/x-scale.ts'
import { Band } from '../../../plot/band.tsx'

/** Pixels below the last plot for ticks and their labels. */
const AXIS_HEIGHT = 28

/** More points than this (single steps) are drawn thin. */
const MANY_POINTS = 150

interface PaneProps {
  readonly name: string
  readonly meaning: string
  readonly className: string
  readonly tools: ReactNode
  readonly series: readonly Series[]
  readonly x: XScale
  readonly gutter: number
  readonly narrow: boolean
  /** A value's height, 0 at the bottom and 1 at the top. */
  readonly height: (value: number) => number
  readonly lines: readonly { readonly at: number; readonly name: string }[]
  readonly guessing?: number
  readonly goal?: number | null
  readonly words: (value: number) => string
  readonly label: LabelValue
  readonly better: 'higher' | 'lower'
  /** Whether it has the axis of all panes. */
  readonly axis?: boolean
  /** Keyboard targets of the crosshair in this pane; absent if none. */
  readonly crosshair?: CrosshairSteps
}

/** One measure of all selected runs. Recharts draws the lines; dots and labels are ours. */
export const Pane = memo(function Pane(props: PaneProps) {
  const { series, x, gutter, height, goal = null, guessing, axis = false, crosshair } = props
  const [ref, size] = useSize<HTMLDivElement>()
  const rows = useMemo(() => rowsOf(series, x, height), [series, x, height])
  const smoothed = series.some(({ points }) => points.some((point) => point.drawn !== point.value))
  return (
    <figure className={`pane ${props.className}`}>
      <figcaption>
        <b>{props.name}</b>
        <span className="second meaning">{props.meaning}</span>
        {props.tools}
      </figcaption>
      <RunsCrosshair steps={crosshair ?? null} series={series}>
        <div className="plot" ref={ref}>
          {size !== null && (
            <PaneChart
              size={size}
              epochs={1}
              gutter={gutter}
              below={axis ? AXIS_HEIGHT : 0}
              data={rows}
              lines={linesOf(series, smoothed)}
              under={
                <>
                  <Gridlines
                    lines={props.lines.map(({ at, name }) => ({ height: height(at), name }))}
                  />
                  {guessing !== undefined && (
                    <BaseLine guessing={height(guessing)} name={CHARTS.accuracy.guessing} />
                  )}
                  {goal !== null && <GoalLine height={height(goal)} />}
                  <Bands series={series} x={x} height={height} />
                </>
              }
            >
              <CurveDots series={series} x={x} height={height} />
              <CurveLabels {...props} goal={goal} />
              {axis && <XAxisLine x={x} narrow={props.narrow} />}
            </PaneChart>
          )}
        </div>
      </RunsCrosshair>
    </figure>
  )
})

/** The lines of all series, the first on top; if smoothed, with faint raw lines. */
function linesOf(series: readonly Series[], smoothed: boolean): ChartLine[] {
  const measured = series.map(({ id, tone }) => ({
    key: `raw ${id}`,
    look: `measured ${toneClass(tone)}`,
  }))
  const drawn = series.toReversed().map(({ id, tone, points }) => ({
    key: id,
    look: `compared ${toneClass(tone)}${points.length > MANY_POINTS ? ' thin' : ''}`,
  }))
  return [...(smoothed ? measured : []), ...drawn]
}

/** One row for each x at which any series has a point, as Recharts wants them. */
function rowsOf(
  series: readonly Series[],
  x: XScale,
  height: (value: number) => number,
): Record<string, number>[] {
  const rows = new Map<number, Record<string, number>>()
  for (const { id, points } of series) {
    for (const point of points) {
      const epoch = x.share(point.x)
      const row = rows.get(epoch) ?? { epoch }
      row[id] = height(point.drawn)
      row[`raw ${id}`] = height(point.value)
      rows.set(epoch, row)
    }
  }
  return [...rows.values()].sort((a, b) => a.epoch - b.epoch)
}

interface BandsProps {
  readonly series: readonly Series[]
  readonly x: XScale
  readonly height: (value: number) => number
}

/** The range of the seeds behind each mean. */
const Bands = ({ series, x, height }: BandsProps) => (
  <g>
    {series
      .filter(({ banded }) => banded)
      .map(({ id, tone, points }) => (
        <g key={id} className={toneClass(tone)}>
          <Band
            ranges={points.map((point) => ({
              x: x.share(point.x),
              low: height(point.low),
              high: height(point.high),
            }))}
          />
        </g>
      ))}
  </g>
)
