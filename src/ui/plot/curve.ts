/** Shared properties of measured curves: straight lines, drawn in the order of the chart's children. */
export const CURVE = {
  type: 'linear',
  // Recharts draws a lone point's dot even with `dot={false}`; `Dots` draws ours.
  dot: { r: 0, stroke: 'none' },
  activeDot: false,
  isAnimationActive: false,
  zIndex: 0,
} as const
