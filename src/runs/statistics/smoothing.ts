export interface PlotPoint {
  readonly x: number
  readonly y: number
}

/**
 * The curve smoothed by an exponential mean over what came before, in which the past fades to 1/e within `scale` of x.
 * Without the bias of a first value that counts too much, and the same however densely the curve was sampled.
 */
export function smooth(points: readonly PlotPoint[], scale: number): PlotPoint[] {
  if (scale <= 0) return [...points]
  let [sum, weight, before] = [0, 0, 0]
  return points.map(({ x, y }, i) => {
    const faded = i === 0 ? 0 : Math.exp(-(x - before) / scale)
    sum = sum * faded + y
    weight = weight * faded + 1
    before = x
    return { x, y: sum / weight }
  })
}
