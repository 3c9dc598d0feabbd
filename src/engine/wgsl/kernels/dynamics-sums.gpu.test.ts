import { beforeAll, describe, expect, it } from 'vitest'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { normalTensor } from '../test-tensors.ts'
import {
  chunkTable,
  dynamicsPartials,
  dynamicsTotals,
  SUM_NUMBERS,
  type SummedRange,
} from './dynamics-sums.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

/** One vector, a little over one chunk and over two, with gaps between them. */
const RANGES: readonly SummedRange[] = [
  { offset: 0, elements: 4 },
  { offset: 128, elements: 16_388 },
  { offset: 16_640, elements: 33_000 },
]
const UPDATED = 49_664
const ELEMENTS = UPDATED + 256

const sum = ({ offset, elements }: SummedRange, of: (i: number) => number) => {
  let total = 0
  for (let i = offset; i < offset + elements; i++) total += of(i)
  return total
}

describe('dynamicsPartials and dynamicsTotals', () => {
  it('sum over each range and nothing else', async () => {
    const data = {
      gradients: normalTensor('gradients', UPDATED, { mean: 0.5 }),
      previous: normalTensor('previous', UPDATED),
      weights: normalTensor('weights', ELEMENTS, { deviation: 3 }),
      before: normalTensor('before', ELEMENTS, { deviation: 3 }),
    }
    const kernel = dynamicsPartials(RANGES, { elements: ELEMENTS, updated: UPDATED })
    const chunks = chunkTable(RANGES)
    const { partials } = await runKernel(device, kernel, { ...data, chunks })
    const entries = 3
    const { sums } = await runKernel(device, dynamicsTotals(RANGES, entries), {
      partials: new Float32Array(partials),
      place: Uint32Array.of(1, 0, 0, 0),
      sums: new Float32Array(entries * RANGES.length * SUM_NUMBERS),
    })
    const { gradients: g, previous: p, weights, before: w } = data
    const expected = RANGES.flatMap((range) => [
      sum(range, (i) => g[i] * g[i]),
      sum(range, (i) => w[i] * w[i]),
      sum(range, (i) => g[i] * w[i]),
      sum(range, (i) => g[i] * p[i]),
      sum(range, (i) => p[i] * p[i]),
      sum(range, (i) => (weights[i] - w[i]) ** 2),
      0,
      0,
    ])
    const size = RANGES.length * SUM_NUMBERS
    const all = new Float32Array(sums)
    const found = all.subarray(size, 2 * size)
    found.forEach((value, i) => {
      // Dot products of unlike vectors nearly cancel: they are compared with the norms.
      const scale = Math.max(1, Math.sqrt(expected[i - (i % 8)] * expected[i - (i % 8) + 1]))
      expect(Math.abs(value - expected[i]) / Math.max(scale, Math.abs(expected[i]))).toBeLessThan(
        1e-5,
      )
    })
    expect([...all.subarray(0, size), ...all.subarray(2 * size)].every((x) => x === 0)).toBe(true)
  })
})
