import { beforeAll, expect, it } from 'vitest'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { normalTensor, relativeError } from '../test-tensors.ts'
import { accumulateLogits } from './accumulate-logits.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

const PADDED = 12

/** The uniform: first, count, fresh as integers, weight as a float. */
function place(first: number, count: number, fresh: number, weight: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(16))
  ;[first, count, fresh].forEach((value, i) => bytes.setUint32(4 * i, value, true))
  bytes.setFloat32(12, weight, true)
  return new Uint8Array(bytes.buffer)
}

it.each([0, 1])('adds a view’s logits at their images, fresh %d', async (fresh) => {
  const kernel = accumulateLogits({ batch: 4, logitScale: 1 / 16, entries: 9 })
  const logits = normalTensor('logits', 4 * PADDED)
  const before = normalTensor('before', 9 * PADDED)
  const { sums } = await runKernel(device, kernel, {
    logits,
    selection: Uint32Array.of(8, 8, 8, 8, 8, 2, 7, 3),
    sums: before,
    place: place(5, 3, fresh, 0.125),
  })
  const expected = before.map((value, i) => {
    const n = [2, 7, 3].indexOf(Math.floor(i / PADDED))
    if (n === -1) return value
    return (fresh ? 0 : value) + (0.125 / 16) * logits[n * PADDED + (i % PADDED)]
  })
  expect(relativeError(new Float32Array(sums), expected)).toBeLessThan(1e-6)
})
