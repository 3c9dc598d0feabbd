/** How every measured curve is drawn: straight between its points, in the order of the chart's children. */
export const CURVE = {
  type: 'linear',
  dot: false,
  activeDot: false,
  isAnimationActive: false,
  zIndex: 0,
} as const

export const DOTS = { r: 2.75, clipDot: false, fill: 'var(--ink)', stroke: 'none' }
