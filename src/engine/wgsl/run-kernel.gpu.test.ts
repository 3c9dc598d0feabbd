import { beforeAll, expect, test } from 'vitest'
import type { Kernel } from './kernel.ts'
import { runKernel } from './run-kernel.ts'
import { declareBuffers } from './storage.ts'
import { openTestDevice } from './test-device.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

/** Doubles the first `written` of four numbers. */
function doubling(written: number, statement: string): Kernel {
  const { code, bindings } = declareBuffers([
    { name: 'x', access: 'read', element: 'f32', count: 4 },
    { name: 'y', access: 'readWrite', element: 'f32', count: 4 },
  ])
  return {
    label: 'doubling',
    code: `${code}
@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) i: u32) {
  if (i < ${written}) { ${statement} }
}`,
    bindings,
    workgroups: [1, 1, 1],
    workgroupBytes: 0,
    invocations: 4,
    flops: 4,
  }
}

const x = Float32Array.of(1, 2, 3, 4)

test('results come back, and what a kernel forgets to write is NaN', async () => {
  const { y } = await runKernel(device, doubling(3, 'y[i] = 2 * x[i];'), { x })
  expect([...new Float32Array(y)]).toEqual([2, 4, 6, NaN])
})

test('names the kernel whose code is wrong', async () => {
  await expect(runKernel(device, doubling(4, 'y[i] = z;'), { x })).rejects.toThrow(/doubling/)
})

test('names the buffer that is missing or too short', async () => {
  const kernel = doubling(4, 'y[i] = 2 * x[i];')
  await expect(runKernel(device, kernel, {})).rejects.toThrow(/nothing given for x/)
  await expect(runKernel(device, kernel, { x: x.subarray(1) })).rejects.toThrow(/x needs 16 bytes/)
})
