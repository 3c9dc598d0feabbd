import { beforeAll, describe, expect, it } from 'vitest'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, encode, normalTensor, relativeError } from '../test-tensors.ts'
import { averagePool } from './average-pool.ts'
import { maxPool } from './max-pool.ts'
import { averagePoolGradient, maxPoolGradient } from './pool-gradient.ts'
import type { PoolSize } from './pool-window.ts'
import type { TensorShape } from './tensor-shape.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

const CASES: readonly { readonly shape: TensorShape; readonly size: PoolSize }[] = [
  { shape: { batch: 3, height: 7, width: 6, channels: 8 }, size: 2 },
  { shape: { batch: 5, height: 3, width: 3, channels: 28 }, size: 3 },
  { shape: { batch: 3, height: 9, width: 13, channels: 4 }, size: 4 },
]

/** The elements of x in each element of y's window, in row-major order. */
function windows({ batch, height, width, channels }: TensorShape, size: PoolSize): number[][] {
  const all: number[][] = []
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y + size <= height; y += size) {
      for (let x = 0; x + size <= width; x += size) {
        for (let c = 0; c < channels; c++) {
          const window = Array.from({ length: size * size }, (_, w) => {
            const row = n * height + y + Math.floor(w / size)
            return (row * width + x + (w % size)) * channels + c
          })
          all.push(window)
        }
      }
    }
  }
  return all
}

const elements = ({ batch, height, width, channels }: TensorShape) =>
  batch * height * width * channels

describe.each(['f32', 'f16'] as const)('pools in %s', (storage) => {
  const stored = storage === 'f16' ? 1e-3 : 1e-5

  it.each(CASES)('max of $size x $size in $shape, ties to the first', async ({ shape, size }) => {
    // Few values, so that ties are common.
    const x = asStored(normalTensor('x', elements(shape)).map(Math.round), storage)
    const { y, position } = await runKernel(device, maxPool({ shape, storage, size }), {
      x: encode(x, storage),
    })
    const chosen = windows(shape, size).map((window) =>
      window.reduce((best, at) => (x[at] > x[best] ? at : best)),
    )
    expect([...decode(y, storage)]).toEqual(chosen.map((at) => x[at]))

    const dy = asStored(normalTensor('dy', chosen.length), storage)
    const add = asStored(normalTensor('add', x.length), storage)
    const given = { dy: encode(dy, storage), position: new Uint32Array(position) }
    const plain = maxPoolGradient({ shape, storage, size, add: false })
    const expected = new Float32Array(x.length)
    chosen.forEach((at, i) => (expected[at] += dy[i]))
    const { dx } = await runKernel(device, plain, given)
    expect([...decode(dx, storage)]).toEqual([...expected])
    const adding = maxPoolGradient({ shape, storage, size, add: true })
    const joined = await runKernel(device, adding, { ...given, add: encode(add, storage) })
    const sum = expected.map((value, i) => value + add[i])
    expect(relativeError(decode(joined.dx, storage), sum)).toBeLessThan(stored)
  })

  it.each(CASES)('average of $size x $size in $shape', async ({ shape, size }) => {
    const x = asStored(normalTensor('x', elements(shape)), storage)
    const { y } = await runKernel(device, averagePool({ shape, storage, size }), {
      x: encode(x, storage),
    })
    const all = windows(shape, size)
    const means = all.map((window) => window.reduce((sum, at) => sum + x[at], 0) / window.length)
    expect(relativeError(decode(y, storage), means)).toBeLessThan(stored)

    const dy = asStored(normalTensor('dy', all.length), storage)
    const add = asStored(normalTensor('add', x.length), storage)
    const expected = new Float64Array(x.length)
    all.forEach((window, i) => {
      for (const at of window) expected[at] = dy[i] / window.length
    })
    const plain = averagePoolGradient({ shape, storage, size, add: false })
    const { dx } = await runKernel(device, plain, { dy: encode(dy, storage) })
    expect(relativeError(decode(dx, storage), expected)).toBeLessThan(stored)
    const adding = averagePoolGradient({ shape, storage, size, add: true })
    const joined = await runKernel(device, adding, {
      dy: encode(dy, storage),
      add: encode(add, storage),
    })
    const sum = expected.map((value, i) => value + add[i])
    expect(relativeError(decode(joined.dx, storage), sum)).toBeLessThan(stored)
  })
})
