/** How every measured curve is drawn: straight between its points, in the order of the chart's children. */
export const CURVE = {
  type: 'linear',
  // Recharts gives a lone point a dot of its own even where `dot` is false; `Dots` draws ours.
  dot: { r: 0, stroke: 'none' },
  activeDot: false,
  isAnimationActive: false,
  zIndex: 0,
} as const
