/** Statistics of one layer's activations, by channel. */
export interface LayerActivations {
  readonly layer: string
  /** Right after the convolution (and a pool that follows it at once), or after batch norm and activation. */
  readonly point: 'convolution' | 'activation'
  readonly channels: number
  /** The range that the bins divide: of all finite values of the layer. */
  readonly low: number
  readonly high: number
  /** Values in each bin: counts[channel * HISTOGRAM_BINS + bin]; without values that aren't finite. */
  readonly counts: Uint32Array
  readonly means: Float32Array
  /** Standard deviations. */
  readonly deviations: Float32Array
}

export const HISTOGRAM_BINS = 32

/** Describes values [pixels, stride]; only the first `channels` of each pixel count. */
export function describeActivations(
  values: Float32Array,
  channels: number,
  stride: number,
): Omit<LayerActivations, 'layer' | 'point'> {
  const pixels = values.length / stride
  let low = Infinity
  let high = -Infinity
  const means = new Float64Array(channels)
  const squares = new Float64Array(channels)
  const known = new Uint32Array(channels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let c = 0; c < channels; c++) {
      const value = values[pixel * stride + c]
      if (!Number.isFinite(value)) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
      // Welford's update, since activations may lie far from 0.
      known[c]++
      const distance = value - means[c]
      means[c] += distance / known[c]
      squares[c] += distance * (value - means[c])
    }
  }
  if (low > high) [low, high] = [0, 0]
  const counts = new Uint32Array(channels * HISTOGRAM_BINS)
  const perUnit = high > low ? HISTOGRAM_BINS / (high - low) : 0
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let c = 0; c < channels; c++) {
      const value = values[pixel * stride + c]
      if (!Number.isFinite(value)) continue
      const bin = Math.min(HISTOGRAM_BINS - 1, Math.floor((value - low) * perUnit))
      counts[c * HISTOGRAM_BINS + bin]++
    }
  }
  const deviations = Float32Array.from(squares, (sum, c) => Math.sqrt(sum / Math.max(1, known[c])))
  return { channels, low, high, counts, means: Float32Array.from(means), deviations }
}
