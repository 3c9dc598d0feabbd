import type { ConvLayer, Layer } from '../../../model/layers.ts'
import { opaque } from '../opaque.ts'

/** A layer's filters, HWIO: [side, side, 3, count]. */
export interface Filters {
  readonly side: number
  readonly count: number
  readonly values: Float32Array
}

/** The convolutions whose filters can be shown: the first, and a 1x1 one directly after a whitening layer. */
export interface FirstLayers {
  readonly first: ConvLayer
  readonly behind: ConvLayer | null
}

/** Null if the network starts with another layer. */
export function firstLayers(layers: readonly Layer[]): FirstLayers | null {
  const [first, second] = layers
  if (first?.kind !== 'conv') return null
  const linear = first.init === 'whitening' && second?.kind === 'conv' && second.kernel === 1
  return { first, behind: linear ? second : null }
}

/** Combines two convolutions into one; the second is 1x1 with weights [1, 1, count, out]. */
export function composed({ side, count, values }: Filters, behind: Float32Array): Filters {
  const out = behind.length / count
  const taps = side * side * 3
  const all = new Float32Array(taps * out)
  for (let tap = 0; tap < taps; tap++) {
    for (let filter = 0; filter < count; filter++) {
      const weight = values[tap * count + filter]
      for (let o = 0; o < out; o++) all[tap * out + o] += weight * behind[filter * out + o]
    }
  }
  return { side, count: out, values: all }
}

/** A filter as an RGBA image, [side, side, 4]: grey is 0, and the largest weight is black or fully saturated. */
export function filterPixels(
  { side, count, values }: Filters,
  filter: number,
): Uint8ClampedArray<ArrayBuffer> {
  const taps = Array.from({ length: side * side * 3 }, (_, tap) => values[tap * count + filter])
  const largest = Math.max(...taps.map(Math.abs)) || 1
  return opaque(Uint8ClampedArray.from(taps, (weight) => 127.5 + (127.5 * weight) / largest))
}
