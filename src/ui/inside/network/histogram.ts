import { HISTOGRAM_BINS, type LayerActivations } from '../../../engine/inspection/activations.ts'

/** Columns of a picture of histograms. */
export const COLUMNS = 96

export interface ValueRange {
  readonly low: number
  readonly high: number
}

/** The range that contains all ranges. */
export const rangeOf = (layers: readonly LayerActivations[]): ValueRange => ({
  low: Math.min(...layers.map(({ low }) => low)),
  high: Math.max(...layers.map(({ high }) => high)),
})

/**
 * A layer's histograms as black pixels of varying opacity: one row per channel, values of `range` from left to right,
 * [channels, COLUMNS, 4] bytes. Opacity is the square root of a count over the channel's largest count, so that rare
 * values are visible too.
 */
export function histogramPixels(
  { channels, low, high, counts }: LayerActivations,
  range: ValueRange,
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(4 * channels * COLUMNS)
  const perColumn = (range.high - range.low) / COLUMNS
  const perBin = (high - low) / HISTOGRAM_BINS
  for (let channel = 0; channel < channels; channel++) {
    const bins = counts.subarray(channel * HISTOGRAM_BINS, (channel + 1) * HISTOGRAM_BINS)
    const most = Math.max(1, ...bins)
    for (let column = 0; column < COLUMNS; column++) {
      const value = range.low + (column + 0.5) * perColumn
      const bin = perBin > 0 ? Math.floor((value - low) / perBin) : -1
      const count = bin >= 0 && bin < HISTOGRAM_BINS ? bins[bin] : 0
      rgba[4 * (channel * COLUMNS + column) + 3] = 255 * Math.sqrt(count / most)
    }
  }
  return rgba
}

/** Mean and deviation of all of a layer's values, and its constant channels. */
export function activationSummary({ means, deviations }: LayerActivations) {
  const count = means.length
  const mean = means.reduce((sum, value) => sum + value, 0) / count
  const square = means.reduce((sum, value, i) => sum + value ** 2 + deviations[i] ** 2, 0) / count
  return {
    mean,
    deviation: Math.sqrt(Math.max(0, square - mean ** 2)),
    silent: deviations.filter((deviation) => deviation === 0).length,
  }
}
