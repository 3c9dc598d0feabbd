import { describe, expect, it } from 'vitest'
import { COORDINATES, type TrialPoint, START } from './coordinates.ts'
import { type LogEntry, nextTrial } from './descent.ts'

/**
 * An error function with a valley that is steep along decay only; its minimum differs from the start in every
 * coordinate.
 */
const valley = ({ decay, momentum, batchSize, rate }: TrialPoint): number =>
  0.06 +
  0.02 * (decay - 2.6) ** 2 +
  0.0006 * (momentum + 1.1) ** 2 +
  0.0004 * (batchSize - 0.6) ** 2 +
  0.0005 * (rate - 1.4) ** 2 +
  0.0003 * decay * rate

const within = (point: TrialPoint) => Object.values(point).every((value) => Math.abs(value) <= 4)

function searched(score: (point: TrialPoint) => number, isAllowed = within): LogEntry[] {
  const log: LogEntry[] = []
  for (;;) {
    const trial = nextTrial(log, isAllowed)
    if (trial === null) return log
    if (log.length > 200) throw new Error('The search does not end.')
    log.push({ ...trial, score: score(trial.point) })
  }
}

const bestOf = (log: readonly LogEntry[]) => log.reduce((a, b) => (b.score < a.score ? b : a))

describe('nextTrial', () => {
  const log = searched(valley)

  it('starts with the unchanged recipe, then moves along one coordinate at a time', () => {
    expect(log[0]).toMatchObject({ point: START, along: null })
    let best = log[0]
    for (const entry of log.slice(1)) {
      const moved = COORDINATES.filter((name) => entry.point[name] !== best.point[name])
      expect(moved).toEqual([entry.along])
      if (entry.score < best.score) best = entry
    }
  })

  it('finds the bottom of a valley with flat directions', () => {
    const { point, score } = bestOf(log)
    expect(point).toEqual({ decay: 2.5, momentum: -1, batchSize: 0.5, rate: 0.5 })
    const around = [0.5, -0.5].flatMap((step) =>
      COORDINATES.map((name) => valley({ ...point, [name]: point[name] + step })),
    )
    expect(Math.min(...around)).toBeGreaterThanOrEqual(score)
    expect(log.length).toBeLessThan(40)
  })

  it('tries no point twice', () => {
    const points = log.map(({ point }) => COORDINATES.map((name) => point[name]).join(' '))
    expect(new Set(points).size).toBe(points.length)
  })

  it('continues the same way from any prefix of its log', () => {
    for (const [i, { point, along }] of log.entries()) {
      expect(nextTrial(log.slice(0, i), within)).toEqual({ point, along })
    }
    expect(nextTrial(log, within)).toBeNull()
  })

  it('stays within bounds, and avoids diverged settings', () => {
    const bounded = searched(valley, (point) => within(point) && point.decay <= 1)
    expect(bounded.every(({ point }) => point.decay <= 1)).toBe(true)
    expect(bestOf(bounded).point.decay).toBe(1)
    const cliff = searched((point) => (point.decay > 1.2 ? Infinity : valley(point)))
    expect(bestOf(cliff).point.decay).toBe(1)
  })

  it('ends without a result if the first recipe diverges', () => {
    const hopeless = searched(() => Infinity)
    expect(hopeless.length).toBeLessThan(20)
  })

  it('rejects the log of another search', () => {
    const other = [{ ...log[0], point: { ...START, rate: 3 } }]
    expect(() => nextTrial(other, within)).toThrow(/another search/)
  })
})
