import { beforeAll, describe, expect, it } from 'vitest'
import type { Activation } from '../../../recipe/recipe.ts'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, encode, normalTensor, relativeError } from '../test-tensors.ts'
import { activateGradient } from './activate-gradient.ts'
import { activate } from './activate.ts'
import { activationSlope, activationValue } from './activation-reference.ts'
import { biasGradient, biasGradientSplits } from './bias-gradient.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

const ACTIVATIONS: readonly (Activation | null)[] = [
  null,
  { kind: 'relu' },
  { kind: 'celu', alpha: 0.075 },
  { kind: 'gelu' },
  { kind: 'silu' },
]
const shape = { batch: 3, height: 5, width: 3, channels: 12 }
const count = 3 * 5 * 3 * 12

describe.each(['f32', 'f16'] as const)('activations in %s', (storage) => {
  const stored = storage === 'f16' ? 1e-3 : 1e-5
  const x = asStored(normalTensor('x', count, { deviation: 2 }), storage)
  const dy = asStored(normalTensor('dy', count), storage)
  const add = asStored(normalTensor('add', count), storage)
  const bias = normalTensor('bias', shape.channels)

  it.each(ACTIVATIONS)('%o with a bias', async (activation) => {
    const options = { shape, storage, activation, bias: true }
    const biased = Array.from(x, (value, i) => value + bias[i % shape.channels])
    const given = { x: encode(x, storage), bias }
    const { y } = await runKernel(device, activate(options), given)
    const expected = biased.map((value) => activationValue(activation, value))
    expect(relativeError(decode(y, storage), expected)).toBeLessThan(stored)
    const { dx } = await runKernel(device, activateGradient({ ...options, add: true }), {
      ...given,
      dy: encode(dy, storage),
      add: encode(add, storage),
    })
    const slopes = biased.map((value, i) => dy[i] * activationSlope(activation, value))
    const expectedDx = slopes.map((slope, i) => slope + add[i])
    expect(relativeError(decode(dx, storage), expectedDx)).toBeLessThan(stored)
  })

  it('without a bias', async () => {
    const options = { shape, storage, activation: { kind: 'gelu' }, bias: false } as const
    const { y } = await runKernel(device, activate(options), { x: encode(x, storage) })
    const expected = Array.from(x, (value) => activationValue(options.activation, value))
    expect(relativeError(decode(y, storage), expected)).toBeLessThan(stored)
    const gradient = activateGradient({ ...options, add: false })
    const { dx } = await runKernel(device, gradient, {
      x: encode(x, storage),
      dy: encode(dy, storage),
    })
    const slopes = Array.from(x, (value, i) => dy[i] * activationSlope(options.activation, value))
    expect(relativeError(decode(dx, storage), slopes)).toBeLessThan(stored)
  })

  it.each([null, { kind: 'gelu' } as const])(
    'the bias’s gradient through %o',
    async (activation) => {
      const options = { shape, storage, activation }
      const given = activation ? { x: encode(x, storage), bias } : {}
      const { partials } = await runKernel(device, biasGradient(options), {
        ...given,
        dy: encode(dy, storage),
      })
      const sums = (values: ArrayLike<number>) => {
        const total = new Float64Array(shape.channels)
        Array.from(values).forEach((value, i) => (total[i % shape.channels] += value))
        return total
      }
      const actual = new Float32Array(partials)
      expect(actual.length).toBe(biasGradientSplits(options) * shape.channels)
      const slopes = Array.from(
        x,
        (value, i) => dy[i] * activationSlope(activation, value + bias[i % shape.channels]),
      )
      expect(relativeError(sums(actual), sums(slopes))).toBeLessThan(1e-5)
    },
  )
})

it('the bias’s gradient over several tiles and chunks of channels', async () => {
  const large = { batch: 2, height: 40, width: 15, channels: 136 }
  const dy = normalTensor('dy', 2 * 40 * 15 * 136, { mean: 1 })
  const options = { shape: large, storage: 'f32', activation: null } as const
  expect(biasGradientSplits(options)).toBeGreaterThan(1)
  const { partials } = await runKernel(device, biasGradient(options), { dy })
  const sums = [new Float32Array(partials), dy].map((values) => {
    const total = new Float64Array(136)
    values.forEach((value, i) => (total[i % 136] += value))
    return total
  })
  expect(relativeError(sums[0], sums[1])).toBeLessThan(1e-6)
})

describe.each(ACTIVATIONS)('%o where its argument is large', (activation) => {
  const extremes = Float32Array.of(-1e30, -3e4, -100, -20, -9, 9, 20, 100, 3e4, 1e30, 0, -0)
  const one = { batch: 1, height: 1, width: 1, channels: 12 }
  const options = { shape: one, storage: 'f32', activation, bias: false } as const

  it('is finite and right', async () => {
    const { y } = await runKernel(device, activate(options), { x: extremes })
    const dy = new Float32Array(12).fill(1)
    const gradient = activateGradient({ ...options, add: false })
    const { dx } = await runKernel(device, gradient, { x: extremes, dy })
    extremes.forEach((x, i) => {
      const value = activationValue(activation, x)
      expect(Math.abs(new Float32Array(y)[i] - value)).toBeLessThanOrEqual(1e-6 * Math.abs(x))
      const slope = activationSlope(activation, x)
      expect(Math.abs(new Float32Array(dx)[i] - slope)).toBeLessThanOrEqual(1e-6)
    })
  })
})
