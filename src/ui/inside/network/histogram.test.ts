import { describe, expect, it } from 'vitest'
import { HISTOGRAM_BINS, type LayerActivations } from '../../../engine/inspection/activations.ts'
import { COLUMNS, histogramPixels, rangeOf, activationSummary } from './histogram.ts'

/** Two channels: one spread over two bins, one silent at the lowest. */
function layer(low: number, high: number): LayerActivations {
  const counts = new Uint32Array(2 * HISTOGRAM_BINS)
  counts[0] = 25
  counts[HISTOGRAM_BINS - 1] = 100
  counts[HISTOGRAM_BINS] = 125
  const [means, deviations] = [Float32Array.of(3, -1), Float32Array.of(2, 0)]
  return { layer: 'a', point: 'activation', channels: 2, low, high, counts, means, deviations }
}

const opacity = (pixels: Uint8ClampedArray, channel: number, column: number) =>
  pixels[4 * (channel * COLUMNS + column) + 3]

describe('histogramPixels', () => {
  it('draws a row for each channel, roots of shares as opacity', () => {
    const pixels = histogramPixels(layer(0, 1), { low: 0, high: 1 })
    expect(opacity(pixels, 0, 0)).toBe(128)
    expect(opacity(pixels, 0, COLUMNS - 1)).toBe(255)
    expect(opacity(pixels, 0, COLUMNS / 2)).toBe(0)
    expect(opacity(pixels, 1, 0)).toBe(255)
    expect(opacity(pixels, 1, COLUMNS - 1)).toBe(0)
  })

  it('places a narrower layer inside a common range', () => {
    const [narrow, wide] = [layer(0, 1), layer(-1, 1)]
    const pixels = histogramPixels(narrow, rangeOf([narrow, wide]))
    expect(opacity(pixels, 0, COLUMNS / 2 - 1)).toBe(0)
    expect(opacity(pixels, 0, COLUMNS / 2)).toBe(128)
  })
})

describe('activationSummary', () => {
  it('summarises all channels, and counts the silent ones', () => {
    // Values of mean 3 and deviation 2, and of -1 alone.
    const { mean, deviation, silent } = activationSummary(layer(0, 1))
    expect({ mean, silent }).toEqual({ mean: 1, silent: 1 })
    expect(deviation).toBeCloseTo(Math.sqrt((9 + 4 + 1) / 2 - 1), 12)
  })
})
