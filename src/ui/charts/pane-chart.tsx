import { lazy, type ReactNode, useEffect, useMemo, useState } from 'react'
import { atRest } from '../at-rest.ts'
import { LatePart } from '../late-part.tsx'
import type { Size } from '../use-size.ts'
import { type Plot, PlotContext } from './use-plot.ts'

/** Recharts, half of the page's program: fetched once the page is at rest, or there is a curve to draw. */
const loadMeasuredChart = () => import('./measured-chart.tsx')

const MeasuredChart = lazy(async () => ({ default: (await loadMeasuredChart()).MeasuredChart }))

/** A measured curve: a key of the data's rows, and how it is drawn. */
export interface ChartLine {
  readonly key: string
  readonly look: string
}

export interface PaneChartProps {
  readonly size: Size
  /** Epochs from the left edge to the right. */
  readonly epochs: number
  /** Pixels kept right of the plot for labels, and below it for the axis. */
  readonly gutter: number
  readonly below?: number
  /** Rows with an `epoch` and a height, a share of the plot's, for every line that has a point there. */
  readonly data: readonly object[]
  readonly lines: readonly ChartLine[]
  /** What lies under the lines. */
  readonly under?: ReactNode
  /** What lies over them. */
  readonly children: ReactNode
}

/** One pane's chart: Recharts draws the measured lines, what lies under and over them is ours. */
export function PaneChart(props: PaneChartProps) {
  const turn = useTurn(props.lines.length > 0, props.data.length > 0)
  if (!turn) return <FrameChart {...props} />
  return (
    <LatePart fallback={<FrameChart {...props} />}>
      <MeasuredChart {...props} />
    </LatePart>
  )
}

/** Milliseconds between two charts: a frame, so that the page can answer in between. */
const APART_MS = 16

let lastTurn = Promise.resolve()

/**
 * Whether it is this chart's turn: Recharts takes long to mount one, and two at once would hold the page up. A chart
 * with something to draw asks at once, one without waits until the page is at rest, so that no run waits for it later.
 */
function useTurn(wanted: boolean, urgent: boolean): boolean {
  const [turn, setTurn] = useState(false)
  useEffect(() => {
    if (!wanted || turn) return undefined
    let current = true
    const ask = () => {
      if (!current) return
      lastTurn = lastTurn
        // Where it does not load, the chart that asks for it says so.
        .then(() => loadMeasuredChart().catch(() => null))
        .then(() => new Promise((resolve) => setTimeout(resolve, APART_MS)))
        .then(() => {
          if (current) setTurn(true)
        })
    }
    if (urgent) ask()
    else void atRest().then(ask)
    return () => {
      current = false
    }
  }, [wanted, urgent, turn])
  return wanted && turn
}

/** The chart without its lines. */
function FrameChart({ size, epochs, gutter, below = 0, under, children }: PaneChartProps) {
  const plot = useMemo((): Plot => {
    const [right, bottom] = [size.width - gutter, size.height - below]
    return {
      left: 0,
      right,
      top: 0,
      bottom,
      x: (epoch) => (epoch / epochs) * right,
      y: (height) => (1 - height) * bottom,
    }
  }, [size, epochs, gutter, below])
  return (
    <svg width={size.width} height={size.height}>
      <PlotContext value={plot}>
        {under}
        {children}
      </PlotContext>
    </svg>
  )
}
