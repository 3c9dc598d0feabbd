import { createContext, useContext } from 'react'

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

/** Provided by the surrounding chart. */
export const PlotContext = createContext<Plot | null>(null)

/** The surrounding chart's scales; null until it is laid out. */
export const usePlot = (): Plot | null => useContext(PlotContext)

/** Whether a point is within the plot, with a pixel of rounding tolerance. */
export const withinAxis = ({ x, right }: Pick<Plot, 'x' | 'right'>, epoch: number): boolean =>
  x(epoch) <= right + 1
