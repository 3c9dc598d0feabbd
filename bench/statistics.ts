/** The middle value, or the mean of the middle two. Throws if there are no values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Nothing was measured.')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * The median of the ratios of pairs. A pair's samples are measured right after each other, so anything that slows the
 * machine down for a while slows both.
 */
export function medianRatio(firsts: readonly number[], seconds: readonly number[]): number {
  if (firsts.length !== seconds.length) throw new RangeError('The samples are not in pairs.')
  return median(firsts.map((first, i) => first / seconds[i]))
}
