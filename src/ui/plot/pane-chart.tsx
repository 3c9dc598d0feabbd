import { lazy, type ReactNode, useEffect, useMemo, useState } from 'react'
import { atRest } from '../app/at-rest.ts'
import { LatePart } from '../controls/late-part.tsx'
import type { Size } from '../controls/use-size.ts'
import { type Plot, PlotContext } from './use-plot.ts'
import { attempt } from '../controls/attempt.ts'

/** Recharts, half of the page's code: loaded when the page is idle or has a curve to draw. */
const loadMeasuredChart = () => import('./measured-chart.tsx')

const MeasuredChart = lazy(async () => ({ default: (await loadMeasuredChart()).MeasuredChart }))

/** A measured curve: its key in the data's rows, and its style. */
export interface ChartLine {
  readonly key: string
  readonly look: string
}

export interface PaneChartProps {
  readonly size: Size
  /** Epochs from the left edge to the right. */
  readonly epochs: number
  /** Pixels reserved right of the plot for labels, and below it for the axis. */
  readonly gutter: number
  readonly below?: number
  /** Rows with an `epoch` and, for every line with a point there, a height from 0 to 1. */
  readonly data: readonly object[]
  readonly lines: readonly ChartLine[]
  /** Drawn under the lines. */
  readonly under?: ReactNode
  /** Drawn over them. */
  readonly children: ReactNode
}

/** One pane's chart: Recharts draws the measured lines, our own components everything else. */
export function PaneChart(props: PaneChartProps) {
  const turn = useTurn(props.lines.length > 0, props.data.length > 0)
  if (!turn) return <FrameChart {...props} />
  return (
    <LatePart fallback={<FrameChart {...props} />}>
      <MeasuredChart {...props} />
    </LatePart>
  )
}

/** Milliseconds between two charts: one frame, so that the page can respond in between. */
const APART_MS = 16

let lastTurn = Promise.resolve()

/**
 * Whether it is this chart's turn: mounting a Recharts chart is slow, and two at once would block the page. A chart with
 * data mounts as soon as possible; one without waits until the page is idle, so that no run waits for it later.
 */
function useTurn(wanted: boolean, urgent: boolean): boolean {
  const [turn, setTurn] = useState(false)
  useEffect(() => {
    if (!wanted || turn) return undefined
    let current = true
    const ask = () => {
      if (!current) return
      lastTurn = lastTurn
        // If it does not load, the chart that uses it shows the error.
        .then(() => loadMeasuredChart().catch(() => null))
        .then(() => new Promise((resolve) => setTimeout(resolve, APART_MS)))
        .then(() => {
          if (current) setTurn(true)
        })
    }
    if (urgent) ask()
    else attempt(() => atRest().then(ask))
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
