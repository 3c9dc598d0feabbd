// Random tensors, their bytes as a kernel stores them, and distances between them.

import { randomWords, wordBelow, wordToUnit } from '../../../random/stream.ts'
import { halfBits, halfValue } from '../../../model/half.ts'
import type { StorageType } from '../codegen/kernel.ts'

/** Random numbers of one self-test case: the same for the same seed, case and name. */
export class CaseRandom {
  readonly #seed: number
  readonly #caseName: string

  constructor(seed: number, caseName: string) {
    this.#seed = seed
    this.#caseName = caseName
  }

  words(name: string, count: number): Uint32Array {
    return randomWords(this.#seed, `${this.#caseName}/${name}`, 0, count)
  }

  /** A whole number between two, both included. */
  whole(name: string, from: number, to: number): number {
    return from + wordBelow(this.words(name, 1)[0], to - from + 1)
  }

  /** Normally distributed, in single precision. */
  normal(name: string, count: number, { mean = 0, deviation = 1 } = {}): Float32Array<ArrayBuffer> {
    const words = this.words(name, 2 * count)
    return Float32Array.from({ length: count }, (_, i) => {
      const radius = Math.sqrt(-2 * Math.log(1 - wordToUnit(words[2 * i])))
      return mean + deviation * radius * Math.cos(2 * Math.PI * wordToUnit(words[2 * i + 1]))
    })
  }

  /** Normally distributed, rounded to what a buffer of that type holds. */
  stored(
    name: string,
    count: number,
    storage: StorageType,
    distribution?: { readonly mean?: number; readonly deviation?: number },
  ): Float32Array<ArrayBuffer> {
    return asStored(this.normal(name, count, distribution), storage)
  }

  /** A few whole numbers: their products and short sums are exact, and equal values are common. */
  few(name: string, count: number): Float32Array<ArrayBuffer> {
    return this.normal(name, count).map((value) => Math.round(value / 2))
  }
}

/** The values after a store and a load. */
const asStored = (values: Float32Array, storage: StorageType): Float32Array<ArrayBuffer> =>
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
