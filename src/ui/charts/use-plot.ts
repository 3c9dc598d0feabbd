import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'

export interface Plot {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** Pixels of an epoch. */
  readonly x: (epoch: number) => number
  /** Pixels of a height, in the pane's own units. */
  readonly y: (height: number) => number
}

/** Where the surrounding chart draws what; null until it is laid out. */
export function usePlot(): Plot | null {
  const area = usePlotArea()
  const xScale = useXAxisScale()
  const yScale = useYAxisScale()
  if (area === undefined || xScale === undefined || yScale === undefined) return null
  return {
    left: area.x,
    right: area.x + area.width,
    top: area.y,
    bottom: area.y + area.height,
    x: (epoch) => xScale(epoch) ?? area.x,
    y: (height) => yScale(height) ?? area.y,
  }
}
