import type { ReactNode } from 'react'
import type { Size } from '../controls/use-size.ts'

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
