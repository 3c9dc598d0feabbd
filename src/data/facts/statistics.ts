import { IMAGE_BYTES, IMAGE_SIDE, type Normalisation, type Records } from '../records.ts'

const PLANE = IMAGE_SIDE * IMAGE_SIDE
const CHANNELS = 3
const BYTE_VALUES = 256

/**
 * Mean and deviation of all pixels by channel, on the 0 to 255 scale. From integer sums, which are exact in any order.
 * Throws if there are no images.
 */
export function pixelStatistics({ count, pixels }: Records): Normalisation {
  if (count === 0) throw new RangeError('Pixel statistics need at least one image.')
  const histograms = Array.from({ length: CHANNELS }, () => new Uint32Array(BYTE_VALUES))
  for (let image = 0; image < count; image++) {
    histograms.forEach((histogram, channel) => {
      const start = image * IMAGE_BYTES + channel * PLANE
      for (let at = start; at < start + PLANE; at++) histogram[pixels[at]]++
    })
  }
  const moments = histograms.map((histogram) => {
    const mean = meanOf(histogram, (value) => value, count * PLANE)
    const square = meanOf(histogram, (value) => value * value, count * PLANE)
    return { mean, deviation: Math.sqrt(square - mean * mean) }
  })
  const [red, green, blue] = moments
  return {
    mean: [red.mean, green.mean, blue.mean],
    deviation: [red.deviation, green.deviation, blue.deviation],
  }
}

const meanOf = (histogram: Uint32Array, of: (value: number) => number, count: number): number =>
  histogram.reduce((sum, times, value) => sum + times * of(value), 0) / count
