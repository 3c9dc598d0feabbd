import { beforeAll, describe, expect, it } from 'vitest'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, encode, normalTensor, relativeError } from '../test-tensors.ts'
import { add } from './add.ts'
import { concatCopy, sliceChannels } from './concat.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

describe.each(['f32', 'f16'] as const)('joins in %s', (storage) => {
  const rows = 5
  const range = { rows, storage, offset: 8, channels: 12, total: 24 }
  const isInRange = (i: number) => i % 24 >= 8 && i % 24 < 20

  it('copies a branch among the others’ channels', async () => {
    const x = asStored(normalTensor('x', rows * 12), storage)
    const before = asStored(normalTensor('before', rows * 24), storage)
    const { y } = await runKernel(device, concatCopy(range), {
      x: encode(x, storage),
      y: encode(before, storage),
    })
    const joined = [...decode(y, storage)]
    expect(joined.filter((_, i) => isInRange(i))).toEqual([...x])
    const others = [...before].filter((_, i) => !isInRange(i))
    expect(joined.filter((_, i) => !isInRange(i))).toEqual(others)
  })

  it('takes a branch’s channels out', async () => {
    const dy = asStored(normalTensor('dy', rows * 24), storage)
    const { dx } = await runKernel(device, sliceChannels(range), { dy: encode(dy, storage) })
    expect([...decode(dx, storage)]).toEqual([...dy].filter((_, i) => isInRange(i)))
  })

  it('adds', async () => {
    const a = asStored(normalTensor('a', 68), storage)
    const b = asStored(normalTensor('b', 68), storage)
    const { y } = await runKernel(device, add({ elements: 68, storage }), {
      a: encode(a, storage),
      b: encode(b, storage),
    })
    const sum = a.map((value, i) => value + b[i])
    expect(relativeError(decode(y, storage), asStored(sum, storage))).toBeLessThan(1e-6)
  })
})

it('clamps halves that would overflow', async () => {
  const a = Uint16Array.of(0x7bff, 0xfbff, 0x7bff, 0x3c00)
  const { y } = await runKernel(device, add({ elements: 4, storage: 'f16' }), { a, b: a })
  expect([...new Uint16Array(y)]).toEqual([0x7bff, 0xfbff, 0x7bff, 0x4000])
})

it('refuses channels that padding would part', () => {
  const range = { rows: 1, storage: 'f32', offset: 6, channels: 12, total: 24 } as const
  expect(() => concatCopy(range)).toThrow(/in fours/)
})
