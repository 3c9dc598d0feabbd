import type { Plot } from './use-plot.ts'

/** Whether a point is within the plot, with a pixel of rounding tolerance. */
export const withinAxis = ({ x, right }: Pick<Plot, 'x' | 'right'>, epoch: number): boolean =>
  x(epoch) <= right + 1
