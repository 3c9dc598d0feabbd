import {
  chunkTable,
  dynamicsPartials,
  dynamicsTotals,
  SUM_NUMBERS,
  type SummedRange,
} from '../../kernels/optimizer/dynamics-sums.ts'
import { exact, near, type KernelCase } from '../kernel-case.ts'

/** One vector, a little over one chunk and over two, with gaps between them. */
const RANGES: readonly SummedRange[] = [
  { offset: 0, elements: 4 },
  { offset: 128, elements: 16_388 },
  { offset: 16_640, elements: 33_000 },
]
const UPDATED = 49_664
const ELEMENTS = UPDATED + 256

/** Chunks as vectors, with the range of each. */
const CHUNKS = chunkTable(RANGES)
const chunkRange = (chunk: number) =>
  RANGES.findLastIndex(({ offset }) => offset / 4 <= CHUNKS[2 * chunk])

/** Adds the chunks' numbers range by range. */
function byRange(partials: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(RANGES.length * SUM_NUMBERS)
  for (let i = 0; i < partials.length; i++) {
    sums[chunkRange(Math.floor(i / SUM_NUMBERS)) * SUM_NUMBERS + (i % SUM_NUMBERS)] += partials[i]
  }
  return sums
}

const partialsCase: KernelCase = {
  kernel: 'dynamicsPartials',
  name: 'over each range and nothing else',
  storage: 'f32',
  problem(random) {
    const gradients = random.normal('gradients', UPDATED, { mean: 0.5 })
    // With means, or the products of unlike vectors would nearly cancel.
    const previous = random.normal('previous', UPDATED, { mean: 0.5 })
    const weights = random.normal('weights', ELEMENTS, { mean: 1, deviation: 3 })
    const before = random.normal('before', ELEMENTS, { mean: 1, deviation: 3 })
    const sums = RANGES.flatMap(({ offset, elements }) => {
      const range = new Float64Array(SUM_NUMBERS)
      for (let i = offset; i < offset + elements; i++) {
        const [g, p, w] = [gradients[i], previous[i], before[i]]
        const d = weights[i] - w
        ;[g * g, w * w, g * w, g * p, p * p, d * d].forEach((value, at) => (range[at] += value))
      }
      return [...range]
    })
    return {
      kernel: dynamicsPartials(RANGES, { elements: ELEMENTS, updated: UPDATED }),
      inputs: { gradients, previous, weights, before, chunks: CHUNKS },
      expected: [near('partials', sums, 'f32', byRange)],
    }
  },
}

const totalsCase: KernelCase = {
  kernel: 'dynamicsTotals',
  name: 'chunk by chunk, into its entry',
  storage: 'f32',
  problem(random) {
    const [entries, slot] = [3, 1]
    const size = RANGES.length * SUM_NUMBERS
    const partials = random.normal('partials', (CHUNKS.length / 2) * SUM_NUMBERS)
    const sums = random.normal('sums', entries * size)
    const own = (numbers: ArrayLike<number>) =>
      Array.from(numbers).slice(slot * size, (slot + 1) * size)
    const others = (numbers: ArrayLike<number>) =>
      Array.from(numbers).filter((_, i) => Math.floor(i / size) !== slot)
    return {
      kernel: dynamicsTotals(RANGES, entries),
      inputs: { partials, sums, output: Uint32Array.of(slot, 0, 0, 0) },
      expected: [
        near('sums', byRange(partials), 'f32', own),
        exact('sums', others(sums), 'f32', others),
      ],
    }
  },
}

export const DYNAMICS_CASES: readonly KernelCase[] = [partialsCase, totalsCase]
