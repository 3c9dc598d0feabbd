import type { ReactNode } from 'react'
import { LineChart, XAxis, YAxis } from 'recharts'
import type { Size } from '../use-size.ts'

interface PaneChartProps {
  readonly size: Size
  /** Epochs from the left edge to the right. */
  readonly epochs: number
  /** Pixels kept right of the plot for labels, and below it for the axis. */
  readonly gutter: number
  readonly below?: number
  readonly data: readonly object[]
  readonly children: ReactNode
}

const UNIT_HEIGHT: [number, number] = [0, 1]

/** One pane's chart: x in epochs, y as a share of the plot's height. Recharts gives scales and lines, the rest is ours. */
export function PaneChart({ size, epochs, gutter, below = 0, data, children }: PaneChartProps) {
  return (
    <LineChart
      width={size.width}
      height={size.height}
      data={data}
      margin={{ top: 0, left: 0, right: gutter, bottom: below }}
      accessibilityLayer={false}
    >
      <XAxis hide type="number" dataKey="epoch" domain={[0, epochs]} allowDataOverflow />
      <YAxis hide type="number" domain={UNIT_HEIGHT} allowDataOverflow />
      {children}
    </LineChart>
  )
}
