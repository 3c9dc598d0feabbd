import { beforeAll, expect, it } from 'vitest'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, normalTensor, relativeError } from '../test-tensors.ts'
import { average } from './average.ts'
import { roundWeights } from './round-weights.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

const elements = 300
const weights = normalTensor('weights', elements)
const old = normalTensor('average', elements)
old.set(weights.subarray(0, 100))
const keep = 0.951
const rates = Float32Array.of(keep)
const expected = Float64Array.from(weights, (w, i) => keep * old[i] + (1 - keep) * w)

it('keeps a share of the average, and equal values as they are', async () => {
  const kernel = average({ elements, writeBack: false, half: true })
  const result = await runKernel(device, kernel, { weights, average: old, rates })
  const values = new Float32Array(result.average)
  expect(relativeError(values, expected)).toBeLessThan(1e-6)
  expect([...values.subarray(0, 100)]).toEqual([...weights.subarray(0, 100)])
  expect(Object.keys(result)).toEqual(['average'])
})

it('writes the average back, to the halves too', async () => {
  const kernel = average({ elements, writeBack: true, half: true })
  const result = await runKernel(device, kernel, { weights, average: old, rates })
  const values = new Float32Array(result.average)
  expect(relativeError(values, expected)).toBeLessThan(1e-6)
  expect([...new Float32Array(result.weights)]).toEqual([...values])
  expect([...decode(result.weights16, 'f16')]).toEqual([...asStored(values, 'f16')])
})

it('sets the weights to the old average where all of it is kept', async () => {
  const kernel = average({ elements, writeBack: true, half: false })
  const all = { weights, average: old, rates: Float32Array.of(1) }
  const result = await runKernel(device, kernel, all)
  expect([...new Float32Array(result.weights)]).toEqual([...old])
  expect([...new Float32Array(result.average)]).toEqual([...old])
})

it('rounds weights to halves, overflow to the largest', async () => {
  const large = weights.slice()
  large.set([1e6, -1e6, 65504, 2 ** -24])
  const { weights16 } = await runKernel(device, roundWeights({ elements }), { weights: large })
  const halves = decode(weights16, 'f16')
  expect([...halves.subarray(0, 3)]).toEqual([65504, -65504, 65504])
  expect([...halves.subarray(4)]).toEqual([...asStored(large, 'f16').subarray(4)])
})
