import { beforeAll, describe, expect, it } from 'vitest'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, encode, normalTensor, relativeError } from '../test-tensors.ts'
import { linearForward } from './linear-forward.ts'
import { linearInputGradient } from './linear-input-gradient.ts'
import { linearWeightGradient } from './linear-weight-gradient.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

/** [n][m] = sum over k of a[n][k] b[k][m], with a and b given by index functions. */
function matrixProduct(
  [n, k, m]: readonly [number, number, number],
  a: (row: number, at: number) => number,
  b: (at: number, column: number) => number,
): Float64Array {
  return Float64Array.from({ length: n * m }, (_, i) => {
    let sum = 0
    for (let at = 0; at < k; at++) sum += a(Math.floor(i / m), at) * b(at, i % m)
    return sum
  })
}

const CASES = [
  { storage: 'f32', batch: 130, in: 264, out: 12 },
  { storage: 'f32', batch: 1, in: 4, out: 4 },
  { storage: 'f16', batch: 70, in: 140, out: 12 },
] as const

describe('a linear layer', () => {
  it.each(CASES)('of $batch x $in to $out in $storage', async ({ storage, ...size }) => {
    const stored = storage === 'f16' ? 1e-3 : 1e-5
    const { batch, in: inputs, out } = size
    const x = asStored(normalTensor('x', batch * inputs), storage)
    const w = normalTensor('w', inputs * out)
    const bias = normalTensor('bias', out)
    const forward = await runKernel(device, linearForward({ ...size, storage, bias: true }), {
      x: encode(x, storage),
      w,
      bias,
    })
    const xAt = (n: number, i: number) => x[n * inputs + i]
    const wAt = (i: number, o: number) => w[i * out + o]
    const products = matrixProduct([batch, inputs, out], xAt, wAt)
    const expected = products.map((value, i) => value + bias[i % out])
    expect(relativeError(new Float32Array(forward.logits), expected)).toBeLessThan(1e-5)
    const plain = await runKernel(device, linearForward({ ...size, storage, bias: false }), {
      x: encode(x, storage),
      w,
    })
    expect(relativeError(new Float32Array(plain.logits), products)).toBeLessThan(1e-5)

    const dlogits = normalTensor('dlogits', batch * out)
    const add = asStored(normalTensor('add', batch * inputs), storage)
    const dAt = (n: number, o: number) => dlogits[n * out + o]
    const dx = matrixProduct([batch, out, inputs], dAt, (o, i) => wAt(i, o))
    const passes = [
      { kernel: linearInputGradient({ ...size, storage, add: false }), given: {}, expected: dx },
      {
        kernel: linearInputGradient({ ...size, storage, add: true }),
        given: { add: encode(add, storage) },
        expected: dx.map((value, i) => value + add[i]),
      },
    ]
    for (const { kernel, given, expected: sum } of passes) {
      const result = await runKernel(device, kernel, { dlogits, w, ...given })
      expect(relativeError(decode(result.dx, storage), sum)).toBeLessThan(stored)
    }

    const dw = matrixProduct([inputs, batch, out], (i, n) => xAt(n, i) / 256, dAt)
    const dbias = matrixProduct([1, batch, out], () => 1 / 256, dAt)
    const options = { ...size, storage, lossScale: 256 }
    const given = { x: encode(x, storage), dlogits }
    const fresh = linearWeightGradient({ ...options, bias: true, accumulate: false })
    const result = await runKernel(device, fresh, given)
    expect(relativeError(new Float32Array(result.dw), dw)).toBeLessThan(1e-5)
    expect(relativeError(new Float32Array(result.dbias), dbias)).toBeLessThan(1e-5)
    const adding = linearWeightGradient({ ...options, bias: false, accumulate: true })
    const before = normalTensor('before', inputs * out, { deviation: 1 / 256 })
    const added = await runKernel(device, adding, { ...given, dw: before })
    const sum = dw.map((value, i) => value + before[i])
    expect(relativeError(new Float32Array(added.dw), sum)).toBeLessThan(1e-5)
  })
})
