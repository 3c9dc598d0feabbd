import { describe, expect, it } from 'vitest'
import type { Activation } from '../../../recipe/recipe.ts'
import { normalTensor, relativeError } from '../test-tensors.ts'
import type { NormPool } from './norm-activate.ts'
import { referenceBackward, referenceForward, type NormReference } from './norm-reference.ts'

const CHANNELS = 4
const CASES: readonly (readonly [Activation | null, NormPool])[] = [
  [null, 'none'],
  [{ kind: 'celu', alpha: 0.3 }, 'none'],
  [{ kind: 'gelu' }, 'beforeActivation'],
  [{ kind: 'relu' }, 'afterActivation'],
  [{ kind: 'silu' }, 'afterActivation'],
]

/** Sum of dy * y for each channel. */
function losses(options: NormReference, dy: Float32Array): Float64Array {
  const sums = new Float64Array(CHANNELS)
  referenceForward(options).y.forEach((y, i) => (sums[i % CHANNELS] += y * dy[i]))
  return sums
}

/** Central difference of the losses as every channel's entry `row` of one tensor moves. */
function slopes(
  options: NormReference,
  name: 'x' | 'scale' | 'bias',
  row: number,
  dy: Float32Array,
) {
  const step = 2 ** -12
  const [up, down] = [step, -step].map((by) => {
    const moved = Float32Array.from(options[name], (value, i) =>
      Math.floor(i / CHANNELS) === row ? value + by : value,
    )
    return losses({ ...options, [name]: moved }, dy)
  })
  return [...up].map((value, c) => (value - down[c]) / (2 * step))
}

describe('the reference of batch norm’s gradient', () => {
  it.each(CASES)('is the slope of its forward pass with %o, pool %s', (activation, pool) => {
    const shape = { batch: 4, height: 5, width: 4, channels: CHANNELS }
    const rows = 4 * 5 * 4
    const outputs = pool === 'none' ? rows : 4 * 2 * 2
    // Multiples of 2^-10 take the step exactly.
    const x = normalTensor('x', rows * CHANNELS).map((value) => Math.round(value * 1024) / 1024)
    const scale = Float32Array.of(1, 0.5, -0.75, 2)
    const bias = Float32Array.of(0, 0.25, -0.5, 1)
    const dy = normalTensor('dy', outputs * CHANNELS)
    const options = { shape, groups: 2, activation, pool, epsilon: 1e-3, x, scale, bias }
    const { dx, dbias, dscale } = referenceBackward(options, dy)
    const numeric = Array.from({ length: rows }, (_, row) => slopes(options, 'x', row, dy)).flat()
    expect(relativeError(numeric, dx)).toBeLessThan(1e-5)
    expect(relativeError(slopes(options, 'bias', 0, dy), dbias)).toBeLessThan(1e-5)
    expect(relativeError(slopes(options, 'scale', 0, dy), dscale)).toBeLessThan(1e-5)
  })
})
