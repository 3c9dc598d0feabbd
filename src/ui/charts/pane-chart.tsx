import { lazy, type ReactNode, useMemo } from 'react'
import { LatePart } from '../late-part.tsx'
import type { Size } from '../use-size.ts'
import { type Plot, PlotContext } from './use-plot.ts'

/** Recharts, half of the page's program: not needed before there is a curve to draw. */
export const loadMeasuredChart = () => import('./measured-chart.tsx')

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
  if (props.data.length === 0) return <FrameChart {...props} />
  return (
    <LatePart fallback={<FrameChart {...props} />}>
      <MeasuredChart {...props} />
    </LatePart>
  )
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
