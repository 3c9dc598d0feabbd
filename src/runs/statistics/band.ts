export interface BandPoint {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** The mean of several curves at each of their points, and the range from the lowest to the highest. */
export function bandOf(curves: readonly (readonly number[])[]): BandPoint[] {
  const length = Math.min(...curves.map((curve) => curve.length))
  return Array.from({ length: Number.isFinite(length) ? length : 0 }, (_, i) => {
    const values = curves.map((curve) => curve[i])
    return {
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      low: Math.min(...values),
      high: Math.max(...values),
    }
  })
}
