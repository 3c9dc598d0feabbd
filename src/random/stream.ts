import { threefry2x32 } from './threefry.ts'

/** The 32-bit FNV-1a hash of a name: the second half of a stream's key. */
export function nameHash(name: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(name)) {
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  return hash >>> 0
}

/**
 * `count` uniform 32-bit words of the stream `name`, part `index` (an epoch, say), of a run with this `seed`.
 * Word 2i and 2i + 1 are Threefry2x32 of counter (i, index) under key (seed, FNV-1a(name)).
 */
export function randomWords(seed: number, name: string, index: number, count: number): Uint32Array {
  const words = new Uint32Array(count + (count % 2))
  const key = nameHash(name)
  for (let i = 0; i < words.length; i += 2) {
    threefry2x32(seed >>> 0, key, i / 2, index, words, i)
  }
  return words.subarray(0, count)
}

/** Maps a uniform word to 0 .. n - 1 by the high half of the product; the bias is below n / 2^32. */
export const wordBelow = (word: number, n: number): number => Math.floor((word * n) / 2 ** 32)

/** Maps a uniform word to [0, 1) with 24 bits, exact in single precision. */
export const wordToUnit = (word: number): number => (word >>> 8) / 2 ** 24

/** `count` single-precision numbers, uniform in [-bound, bound). */
export function randomUniform(
  seed: number,
  name: string,
  index: number,
  count: number,
  bound: number,
): Float32Array {
  const words = randomWords(seed, name, index, count)
  const scale = Math.fround(bound)
  return Float32Array.from(words, (word) => scale * (2 * wordToUnit(word) - 1))
}

/** A permutation of 0 .. n - 1: the order that sorts n random words, ties by position (n below 2^20). */
export function randomPermutation(
  seed: number,
  name: string,
  index: number,
  n: number,
): Uint32Array {
  const span = 2 ** 20
  if (n > span) throw new RangeError(`A permutation of ${n} is over the limit of ${span}.`)
  const words = randomWords(seed, name, index, n)
  const keyed = Float64Array.from(words, (word, i) => word * span + i).sort()
  return Uint32Array.from(keyed, (key) => key % span)
}
