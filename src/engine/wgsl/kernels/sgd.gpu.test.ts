import { beforeAll, describe, expect, it } from 'vitest'
import { RATE_ROW_COUNT } from '../parameter-layout.ts'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, normalTensor, relativeError } from '../test-tensors.ts'
import { RATE_MODES } from './rates.ts'
import { sgd, type SgdOptions } from './sgd.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

const BLOCK = 64
/** The row of each block: descending at two rates, statistics, left alone. */
const blocks = Uint32Array.of(0, 2, 5, 7, 0)
const elements = blocks.length * BLOCK
const rates = new Float32Array(4 * RATE_ROW_COUNT)
rates.set([0.01, 0.256, RATE_MODES.descend], 0)
rates.set([0.64, 0.004, RATE_MODES.descend], 4 * 2)
rates.set([0.1, 0, RATE_MODES.follow], 4 * 5)
rates.set([1, 1, RATE_MODES.leave], 4 * 7)

/** Three steps in double precision, as the two authors write them. */
function reference({ momentum, nesterov, velocity: dialect }: SgdOptions, steps: Float32Array[]) {
  const weights = Float64Array.from(normalTensor('weights', elements))
  const velocity = Float64Array.from(normalTensor('velocity', elements))
  for (const gradients of steps) {
    weights.forEach((w, i) => {
      const [rate, decay, mode] = rates.subarray(4 * blocks[Math.floor(i / BLOCK)])
      const gradient = gradients[i]
      if (mode === RATE_MODES.follow) weights[i] = (1 - rate) * w + rate * gradient
      if (mode !== RATE_MODES.descend) return
      if (dialect === 'withRate') {
        const d = -rate * (gradient + decay * w)
        velocity[i] = momentum * velocity[i] + d
        weights[i] = nesterov ? w + d + momentum * velocity[i] : w + velocity[i]
      } else {
        const d = gradient + decay * w
        velocity[i] = momentum * velocity[i] + d
        weights[i] = w - rate * (nesterov ? d + momentum * velocity[i] : velocity[i])
      }
    })
  }
  return { weights, velocity }
}

const VARIANTS = [
  { velocity: 'withRate', nesterov: true, momentum: 0.9, half: false },
  { velocity: 'withoutRate', nesterov: true, momentum: 0.85, half: true },
  { velocity: 'withRate', nesterov: false, momentum: 0.9, half: true },
  { velocity: 'withoutRate', nesterov: false, momentum: 0, half: false },
] as const

describe('sgd', () => {
  it.each(VARIANTS)('$velocity, Nesterov $nesterov, momentum $momentum', async (variant) => {
    const options = { elements, ...variant }
    const kernel = sgd(options)
    const steps = [0, 1, 2].map((step) => normalTensor(`gradients${step}`, elements))
    let weights = normalTensor('weights', elements)
    let velocity = normalTensor('velocity', elements)
    let copy: Record<string, Float32Array | Uint16Array> = variant.half
      ? { weights16: new Uint16Array(elements) }
      : {}
    for (const gradients of steps) {
      const result = await runKernel(device, kernel, {
        weights,
        velocity,
        gradients,
        blocks,
        rates,
        ...copy,
      })
      weights = new Float32Array(result.weights)
      velocity = new Float32Array(result.velocity)
      if (variant.half) copy = { weights16: new Uint16Array(result.weights16) }
    }
    const expected = reference(options, steps)
    expect(relativeError(weights, expected.weights)).toBeLessThan(1e-6)
    expect(relativeError(velocity, expected.velocity)).toBeLessThan(1e-6)
    const left = weights.subarray(3 * BLOCK, 4 * BLOCK)
    expect([...left]).toEqual([...normalTensor('weights', elements).subarray(3 * BLOCK, 4 * BLOCK)])
    if (!variant.half) return
    const halves = decode(new Uint16Array(copy.weights16).buffer, 'f16')
    const written = (_: number, i: number) => blocks[Math.floor(i / BLOCK)] !== 7
    const rounded = asStored(weights, 'f16').filter(written)
    expect(halves.filter(written)).toEqual(rounded)
    expect(halves.filter((_, i) => !written(0, i)).every((value) => value === 0)).toBe(true)
  })
})
