import { describe, expect, it } from 'vitest'
import type { Activation } from '../../../../recipe/schema/network.ts'
import type { NormPool } from '../../kernels/norm/norm-activate.ts'
import { CaseRandom, relativeError } from '../tensors.ts'
import {
  normBackward,
  normCoefficients,
  normForward,
  groupStatistics,
  sumOverGroups,
} from './batch-norm.ts'

const CHANNELS = 4
const SHAPE = { batch: 4, height: 5, width: 4, channels: CHANNELS }
const ROWS = 4 * 5 * 4
const CASES: readonly (readonly [Activation | null, NormPool])[] = [
  [null, 'none'],
  [{ kind: 'celu', alpha: 0.3 }, 'none'],
  [{ kind: 'gelu' }, 'beforeActivation'],
  [{ kind: 'relu' }, 'afterActivation'],
  [{ kind: 'silu' }, 'afterActivation'],
]

interface Tensors {
  readonly x: Float32Array
  readonly scale: Float32Array
  readonly bias: Float32Array
}

describe('the reference of batch norm’s gradient', () => {
  it.each(CASES)('is the slope of its forward pass with %o, pool %s', (activation, pool) => {
    const random = new CaseRandom(94, 'batch norm')
    const pass = { shape: SHAPE, groups: 2, activation, pool }
    const tensors: Tensors = {
      // Multiples of 2^-10 take the step exactly.
      x: random.normal('x', ROWS * CHANNELS).map((value) => Math.round(value * 1024) / 1024),
      scale: Float32Array.of(1, 0.5, -0.75, 2),
      bias: Float32Array.of(0, 0.25, -0.5, 1),
    }
    const dy = random.normal('dy', (pool === 'none' ? ROWS : 4 * 2 * 2) * CHANNELS)
    const coefficientsOf = ({ x, scale, bias }: Tensors) =>
      normCoefficients(groupStatistics(pass, x), scale, bias, 1e-3)
    /** Sum of dy * y for each channel. */
    const losses = (of: Tensors) => {
      const sums = new Float64Array(CHANNELS)
      const { y } = normForward(pass, coefficientsOf(of), of.x)
      y.forEach((value, i) => (sums[i % CHANNELS] += value * dy[i]))
      return sums
    }
    /** Central difference of the losses as every channel's entry `row` of one tensor moves. */
    const slopes = (name: keyof Tensors, row: number) => {
      const step = 2 ** -12
      const [up, down] = [step, -step].map((by) => {
        const moved = Float32Array.from(tensors[name], (value, i) =>
          Math.floor(i / CHANNELS) === row ? value + by : value,
        )
        return losses({ ...tensors, [name]: moved })
      })
      return [...up].map((value, c) => (value - down[c]) / (2 * step))
    }
    const { dx, sums } = normBackward(pass, coefficientsOf(tensors), tensors.x, dy)
    const numeric = Array.from({ length: ROWS }, (_, row) => slopes('x', row)).flat()
    expect(relativeError(numeric, dx)).toBeLessThan(1e-5)
    expect(relativeError(slopes('bias', 0), sumOverGroups(sums, SHAPE, 0))).toBeLessThan(1e-5)
    expect(relativeError(slopes('scale', 0), sumOverGroups(sums, SHAPE, 1))).toBeLessThan(1e-5)
  })
})
