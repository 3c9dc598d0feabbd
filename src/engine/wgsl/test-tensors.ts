// Tensors for kernel tests and self-tests: random values, their bytes as a kernel stores them, and distances.

import { randomWords, wordToUnit } from '../../random/stream.ts'
import { halfBits, halfValue } from './half.ts'
import type { StorageType } from './kernel.ts'

const SEED = 94

/** Normal random numbers in single precision, the same for the same name. */
export function normalTensor(
  name: string,
  count: number,
  { mean = 0, deviation = 1 } = {},
): Float32Array<ArrayBuffer> {
  const words = randomWords(SEED, name, 0, 2 * count)
  return Float32Array.from({ length: count }, (_, i) => {
    const radius = Math.sqrt(-2 * Math.log(1 - wordToUnit(words[2 * i])))
    return mean + deviation * radius * Math.cos(2 * Math.PI * wordToUnit(words[2 * i + 1]))
  })
}

/** The values after a store and a load. */
export const asStored = (values: Float32Array, storage: StorageType): Float32Array<ArrayBuffer> =>
  storage === 'f16'
    ? Float32Array.from(values, (value) => halfValue(halfBits(value)))
    : Float32Array.from(values)

/** The values' bytes in a buffer of that storage type. */
export const encode = (
  values: Float32Array,
  storage: StorageType,
): Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer> =>
  storage === 'f16' ? Uint16Array.from(values, halfBits) : Float32Array.from(values)

/** The values in a buffer of that storage type. */
export const decode = (buffer: ArrayBuffer, storage: StorageType): Float32Array<ArrayBuffer> =>
  storage === 'f16'
    ? Float32Array.from(new Uint16Array(buffer), halfValue)
    : new Float32Array(buffer)

/** |actual - expected| / |expected| in the Euclidean norm; NaN where lengths differ or a value is not finite. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return NaN
  let difference = 0
  let norm = 0
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i] - expected[i]) ** 2
    norm += expected[i] ** 2
  }
  return difference === 0 ? 0 : Math.sqrt(difference / norm)
}
