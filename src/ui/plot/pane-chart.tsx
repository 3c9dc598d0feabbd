import { lazy, useEffect, useMemo, useState } from 'react'
import { atRest } from '../app/at-rest.ts'
import { LatePart } from '../controls/late-part.tsx'
import type { PaneChartProps } from './pane-chart-props.ts'
import { type Plot, PlotContext } from './use-plot.ts'
import { attempt } from '../controls/attempt.ts'

/** Recharts, half of the page's code: loaded when the page is idle or has a curve to draw. */
const loadMeasuredChart = () => import('./measured-chart.tsx')

const MeasuredChart = lazy(async () => ({ default: (await loadMeasuredChart()).MeasuredChart }))

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
