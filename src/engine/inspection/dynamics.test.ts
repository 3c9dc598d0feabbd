import { describe, expect, it } from 'vitest'
import { tensorDynamics } from './dynamics.ts'

describe('tensorDynamics', () => {
  it('computes norms and cosines from the sums', () => {
    // g = (3, 4), w = (4, 3), p = (-3, -4), d = (0, 2)
    const sums = { gg: 25, ww: 25, gw: 24, gp: -25, pp: 25, dd: 4 }
    expect(tensorDynamics('a', sums, true)).toEqual({
      name: 'a',
      weightNorm: 5,
      gradientNorm: 5,
      stepNorm: 2,
      gradientWeightCosine: 0.96,
      gradientCosine: -1,
    })
    expect(tensorDynamics('a', sums, false).gradientCosine).toBeNull()
    expect(tensorDynamics('a', { ...sums, ww: 0, gw: 0 }, false).gradientWeightCosine).toBe(0)
  })

  it('distinguishes tiny and huge gradients from 0 and infinity', () => {
    const sums = { gg: 1e-300, ww: 1e300, gw: 1e-1, gp: 0, pp: 0, dd: 0 }
    expect(tensorDynamics('a', sums, false).gradientWeightCosine).toBeCloseTo(0.1, 12)
  })
})
