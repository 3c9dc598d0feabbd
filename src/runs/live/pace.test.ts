import { describe, expect, it } from 'vitest'
import { addMark, measurePace, type PaceMark, timeLeft } from './pace.ts'

const marks = (points: readonly (readonly [number, number])[]) =>
  points.map(([steps, seconds]) => ({ steps, seconds })).reduce<readonly PaceMark[]>(addMark, [])

describe('measurePace', () => {
  it('is not known before two marks', () => {
    expect(measurePace([])).toBeNull()
    expect(measurePace(marks([[0, 0]]))).toBeNull()
    expect(
      measurePace(
        marks([
          [0, 0],
          [1, 0],
        ]),
      ),
    ).toBeNull()
  })

  it('is exact if the pace is even', () => {
    const even = marks([
      [0, 0],
      [10, 1],
      [20, 2],
      [40, 4],
    ])
    const pace = measurePace(even)
    expect(pace?.secondsPerStep).toBeCloseTo(0.1, 12)
    expect(pace?.error).toBeCloseTo(0, 12)
  })

  it('reports the spread of an uneven pace', () => {
    const uneven = marks([
      [0, 0],
      [10, 1.5],
      [20, 2],
      [30, 3.5],
      [40, 4],
    ])
    const pace = measurePace(uneven)
    expect(pace?.secondsPerStep).toBeCloseTo(0.1, 12)
    // Gaps of 1.5, 0.5, 1.5, 0.5 s: deviation sqrt(1/3), over sqrt(4) gaps of 10 steps.
    expect(pace?.error).toBeCloseTo(Math.sqrt(1 / 3) / 2 / 10, 12)
  })
})

describe('addMark', () => {
  it('forgets what is long past, but keeps one mark beyond the window', () => {
    const many = marks(Array.from({ length: 400 }, (_, i) => [i, i / 4] as const))
    expect(many.at(-1)).toEqual({ steps: 399, seconds: 99.75 })
    expect(99.75 - (many.at(0)?.seconds ?? 0)).toBeCloseTo(12, 9)
  })

  it('keeps two marks at any distance', () => {
    expect(
      marks([
        [0, 0],
        [1, 60],
        [2, 120],
      ]),
    ).toHaveLength(2)
  })
})

describe('timeLeft', () => {
  it('gives two standard errors', () => {
    expect(timeLeft({ secondsPerStep: 0.1, error: 0.01 }, 100)).toEqual({
      seconds: 10,
      plusMinus: 2,
    })
  })
})
