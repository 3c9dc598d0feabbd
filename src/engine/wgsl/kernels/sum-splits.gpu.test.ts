import { beforeAll, expect, it } from 'vitest'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { normalTensor, relativeError } from '../test-tensors.ts'
import { sumSplits } from './sum-splits.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

it.each([
  { elements: 1092, splits: 1 },
  { elements: 1092, splits: 7 },
  { elements: 4, splits: 1500 },
  { elements: 2056, splits: 33 },
])('sums $splits splits of $elements', async ({ elements, splits }) => {
  const partials = normalTensor('partials', elements * splits)
  const before = normalTensor('before', elements)
  const expected = new Float64Array(elements)
  partials.forEach((value, i) => (expected[i % elements] += value / 256))
  const options = { elements, splits, scale: 1 / 256 }
  const fresh = await runKernel(device, sumSplits({ ...options, accumulate: false }), { partials })
  expect(relativeError(new Float32Array(fresh.sum), expected)).toBeLessThan(1e-5)
  const added = await runKernel(device, sumSplits({ ...options, accumulate: true }), {
    partials,
    sum: before,
  })
  const sum = expected.map((value, i) => value + before[i])
  expect(relativeError(new Float32Array(added.sum), sum)).toBeLessThan(1e-5)
})

it('folds dispatches of more workgroups than one dimension takes', () => {
  const elements = 4 * 256 * 70_000
  const { workgroups } = sumSplits({ elements, splits: 2, scale: 1, accumulate: false })
  expect(Math.max(...workgroups)).toBeLessThanOrEqual(65_535)
  expect(workgroups[0] * workgroups[1]).toBeGreaterThanOrEqual(70_000)
})
