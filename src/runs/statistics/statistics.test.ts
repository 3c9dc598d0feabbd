import { describe, expect, it } from 'vitest'
import { bandOf } from './band.ts'
import { chanceOfAny, runsNeeded } from './power.ts'
import { expectedSpread } from './seed-spread.ts'
import {
  isClear,
  meanEstimate,
  pairedDifference,
  shareEstimate,
  summarise,
  welchDifference,
} from './samples.ts'
import { smooth } from './smoothing.ts'
import { criticalT, twoSidedTail } from './student-t.ts'

describe('criticalT', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: upper critical values of Student's t.
  it.each([
    [0.95, 1, 12.706],
    [0.95, 2, 4.303],
    [0.95, 4, 2.776],
    [0.95, 7, 2.365],
    [0.95, 10, 2.228],
    [0.95, 30, 2.042],
    [0.95, 100, 1.984],
    [0.99, 5, 4.032],
    [0.9, 20, 1.725],
    [0.8, 3, 1.638],
  ])('at level %f with %i degrees is %f', (level, degrees, t) => {
    expect(criticalT(level, degrees)).toBeCloseTo(t, 3)
  })

  it('tends to the normal distribution’s, and inverts the tail', () => {
    expect(criticalT(0.95, 1e6)).toBeCloseTo(1.95996, 4)
    for (const degrees of [1, 2.5, 40]) {
      expect(twoSidedTail(criticalT(0.95, degrees), degrees)).toBeCloseTo(0.05, 10)
    }
    expect(twoSidedTail(0, 5)).toBe(1)
    // With one degree of freedom it is Cauchy's: 1 - 2 atan(t) / pi.
    expect(twoSidedTail(3, 1)).toBeCloseTo(1 - (2 * Math.atan(3)) / Math.PI, 12)
  })
})

describe('means', () => {
  it('come with a deviation once there are two, with an interval once there are three', () => {
    const sample = summarise([2, 4, 4, 4, 5, 5, 7, 9])
    expect(sample).toMatchObject({ count: 8, mean: 5 })
    expect(sample.deviation).toBeCloseTo(Math.sqrt(32 / 7), 12)
    const interval = meanEstimate(sample)
    expect((interval?.high ?? 0) - 5).toBeCloseTo((2.364624 * Math.sqrt(32 / 7)) / Math.sqrt(8), 5)
    expect(meanEstimate(summarise([3, 4]))).toBeNull()
    expect(meanEstimate(summarise([3, 4, 5]))).not.toBeNull()
    expect(() => summarise([])).toThrow(RangeError)
  })
})

// Student's own data of 1908, extra hours of sleep under two drugs, which R ships as `sleep`; intervals are R's, of
// t.test(extra ~ group, data = sleep) and of its paired form.
const ONE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
const TWO = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

describe('welchDifference', () => {
  it('is R’s', () => {
    const found = welchDifference(summarise(ONE), summarise(TWO))
    expect(found?.value).toBeCloseTo(-1.58, 10)
    expect(found?.low).toBeCloseTo(-3.3654832, 6)
    expect(found?.high).toBeCloseTo(0.2054832, 6)
    expect(found !== null && isClear(found)).toBe(false)
  })

  it('needs three of each, and is exact without variation', () => {
    expect(welchDifference(summarise([1, 2]), summarise(TWO))).toBeNull()
    expect(welchDifference(summarise([3, 3, 3]), summarise([1, 1, 1]))).toEqual({
      value: 2,
      low: 2,
      high: 2,
    })
  })
})

describe('pairedDifference', () => {
  it('is R’s', () => {
    const found = pairedDifference(ONE.map((value, i) => [value, TWO[i]]))
    expect(found?.value).toBeCloseTo(-1.58, 10)
    expect(found?.low).toBeCloseTo(-2.4598858, 6)
    expect(found?.high).toBeCloseTo(-0.7001142, 6)
    expect(found !== null && isClear(found)).toBe(true)
    expect(
      pairedDifference([
        [1, 2],
        [2, 4],
      ]),
    ).toBeNull()
  })
})

describe('shareEstimate', () => {
  it('ends at 0 and at 1', () => {
    expect(shareEstimate(summarise([0.99, 1, 0.9]))).toMatchObject({ high: 1 })
    expect(shareEstimate(summarise([0.01, 0, 0.1]))).toMatchObject({ low: 0 })
  })
})

describe('expectedSpread', () => {
  it('is what others measured near 94%, else that of a test on so many images', () => {
    expect(expectedSpread(0.94, 10_000)).toBe(0.0015)
    expect(expectedSpread(0.5, 10_000)).toBeCloseTo(0.005, 12)
    expect(expectedSpread(0.48, 1000)).toBeCloseTo(0.0158, 4)
  })
})

describe('runsNeeded', () => {
  // Cohen, Statistical Power Analysis (1988), table 2.4.1: power 0.8 at 0.05, two-sided.
  it.each([
    [0.2, 393],
    [0.5, 64],
    [0.8, 26],
    [1, 17],
  ])('finds a difference of %f deviations with %i of each', (effect, runs) => {
    expect(Math.abs(runsNeeded(effect, 1) - runs)).toBeLessThanOrEqual(1)
  })

  it('answers for 0.1 points at the spread of CIFAR-10’s seeds, and for hopeless cases', () => {
    expect(runsNeeded(0.1, 0.15)).toBe(37)
    expect(runsNeeded(0, 0.15)).toBe(100_000)
    expect(runsNeeded(10, 0.15)).toBe(2)
  })
})

describe('chanceOfAny', () => {
  it('is one in three for a table of eight rows', () => {
    expect(chanceOfAny(8)).toBeCloseTo(0.337, 3)
  })
})

describe('smooth', () => {
  const line = (step: number) =>
    Array.from({ length: Math.round(8 / step) + 1 }, (_, i) => ({ x: i * step, y: 3 }))

  it('leaves a constant alone from the first point on', () => {
    for (const { y } of smooth(line(0.5), 2)) expect(y).toBeCloseTo(3, 12)
  })

  it('weighs the past by how long ago it was', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ]
    expect(smooth(points, 1)[1].y).toBeCloseTo(1 / (1 + Math.exp(-1)), 12)
    expect(smooth(points, 0)).toEqual(points)
  })

  it('does not hang on how densely the curve was sampled', () => {
    const step = (dense: number) =>
      smooth(
        line(dense).map(({ x }) => ({ x, y: x < 4 ? 0 : 1 })),
        1,
      ).at(-1)?.y ?? 0
    expect(step(0.01)).toBeCloseTo(step(0.02), 2)
  })
})

describe('bandOf', () => {
  it('is the mean and the range at each point that all curves have', () => {
    expect(
      bandOf([
        [1, 2, 3],
        [3, 6],
      ]),
    ).toEqual([
      { mean: 2, low: 1, high: 3 },
      { mean: 4, low: 2, high: 6 },
    ])
    expect(bandOf([])).toEqual([])
  })
})
