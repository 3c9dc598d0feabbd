import { type ReactNode, useMemo } from 'react'
import { Band } from '../../../../plot/band.tsx'
import { Gridlines } from '../../../../plot/gridlines.tsx'
import { EndLabels } from '../../../../plot/end-labels.tsx'
import { TickMark } from '../../../../plot/tick-mark.tsx'
import { type Plot, PlotContext } from '../../../../plot/use-plot.ts'
import { useSize } from '../../../../controls/use-size.ts'
import { toneClass } from '../../../../plot/tone.ts'
import type { Tick } from '../../../../plot/scales.ts'

/** A position in a plot, in shares of its width and height. */
export interface StudyPoint {
  readonly x: number
  readonly y: number
  /** Ends of an interval. */
  readonly low?: number
  readonly high?: number
  /** Drawn hollow: its run did not finish. */
  readonly hollow?: boolean
}

export interface StudyLine {
  readonly id: string
  /** The label at the line's end, with the value there. */
  readonly name: string
  readonly value?: string
  readonly tone: number | null
  readonly points: readonly StudyPoint[]
  /** Draws the intervals as one band instead of a bar each. */
  readonly banded?: boolean
  /** Draws points only, without a line between them. */
  readonly apart?: boolean
  /** Draws the line only. */
  readonly bare?: boolean
}

interface StudyChartProps {
  readonly name: string
  readonly meaning: string
  readonly className?: string
  readonly lines: readonly StudyLine[]
  /** Ticks of both axes. */
  readonly heights: readonly Tick[]
  readonly along: readonly Tick[]
  /** Label of the horizontal axis. */
  readonly unit: string
  /** Pixels right of the plot for the lines' names. */
  readonly gutter?: number
  readonly children?: ReactNode
}

/** Pixels below the plot for tick labels and the axis label. */
const BELOW = 44
const NARROW = 600
const GUTTER = { wide: 190, narrow: 118 }

/** The results of several runs: points over the varied setting, joined into lines with labels at their ends. */
export function StudyChart(props: StudyChartProps) {
  const { name, meaning, className = '', lines, heights, along, unit, children } = props
  const [ref, size] = useSize<HTMLDivElement>()
  const gutter = props.gutter ?? ((size?.width ?? 0) < NARROW ? GUTTER.narrow : GUTTER.wide)
  const plot = useMemo((): Plot | null => {
    if (size === null) return null
    const [right, bottom] = [size.width - gutter, size.height - BELOW]
    return {
      left: 0,
      right,
      top: 0,
      bottom,
      x: (share) => share * right,
      y: (height) => (1 - height) * bottom,
    }
  }, [size, gutter])
  return (
    <figure className={`pane study ${className}`}>
      <figcaption>
        <b>{name}</b>
        <span className="second meaning">{meaning}</span>
      </figcaption>
      <div className="plot" ref={ref}>
        {size !== null && plot !== null && (
          <svg
            width={size.width}
            height={size.height}
            role="img"
            aria-label={`${name}, ${meaning}`}
          >
            <PlotContext value={plot}>
              <Gridlines lines={heights.map((tick) => ({ height: tick.at, name: tick.name }))} />
              {children}
              {lines.map((line) => (
                <Line key={line.id} line={line} plot={plot} />
              ))}
              <Labels lines={lines} plot={plot} />
              <Axis ticks={along} unit={unit} plot={plot} />
            </PlotContext>
          </svg>
        )}
      </div>
    </figure>
  )
}

interface LineProps {
  readonly line: StudyLine
  readonly plot: Plot
}

function Line({ line, plot }: LineProps) {
  const { tone, points, banded = false, apart = false, bare = false } = line
  const at = (x: number, y: number) => `${plot.x(x).toFixed(1)},${plot.y(y).toFixed(1)}`
  const path = points.map(({ x, y }) => at(x, y)).join('L')
  const ranges = points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined ? [] : [{ x, low, high }],
  )
  return (
    <g className={toneClass(tone)}>
      {banded && <Band ranges={ranges} />}
      {!apart && points.length > 1 && (
        <g className="compared">
          <path d={`M${path}`} />
        </g>
      )}
      {!banded &&
        ranges.map(({ x, low, high }) => (
          <path key={x} className="bar" d={`M${at(x, low)}L${at(x, high)}`} />
        ))}
      {!bare &&
        points.map(({ x, y, hollow = false }, i) => (
          <circle
            key={i}
            className={hollow ? 'dot hollow' : 'dot'}
            cx={plot.x(x)}
            cy={plot.y(y)}
            r={3.5}
          />
        ))}
    </g>
  )
}

function Labels({ lines, plot }: { lines: readonly StudyLine[]; plot: Plot }) {
  const named = lines.filter(({ name, points }) => name !== '' && points.length > 0)
  const labels = named.map(({ id, name, value, tone, points }) => {
    const end = points[points.length - 1]
    return { id, name, value: value ?? null, tone, x: plot.x(end.x), y: plot.y(end.y) }
  })
  return <EndLabels labels={labels} avoid={null} clear={5} />
}

/** Least distance in pixels between the centres of two tick labels. */
const ROOM = 48

function Axis({ ticks, unit, plot }: { ticks: readonly Tick[]; unit: string; plot: Plot }) {
  const y = Math.round(plot.bottom) + 0.5
  const named = withRoom(ticks, plot)
  return (
    <g>
      <line className="base" x1={plot.left} x2={plot.right} y1={y} y2={y} />
      {ticks.map((tick) => {
        const { at, name } = tick
        const x = plot.x(at)
        return (
          <g key={at}>
            <TickMark x={x} top={y} />
            {named.has(tick) && (
              <text x={x} y={y + 20} textAnchor={at < 0.02 ? 'start' : 'middle'}>
                {name}
              </text>
            )}
          </g>
        )
      })}
      <text x={plot.left} y={y + 38}>
        {unit}
      </text>
    </g>
  )
}

/** The ticks whose labels fit beside each other. */
function withRoom(ticks: readonly Tick[], plot: Plot): ReadonlySet<Tick> {
  const kept: Tick[] = []
  for (const tick of ticks) {
    const last = kept.at(-1)
    if (last === undefined || plot.x(tick.at) - plot.x(last.at) >= ROOM) kept.push(tick)
  }
  return new Set(kept)
}
