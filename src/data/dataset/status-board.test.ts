import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StatusBoard } from './status-board.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('StatusBoard', () => {
  it('reports at most four times a second, and always the last status', () => {
    const reported: number[] = []
    const board = new StatusBoard(({ bytesDone }) => reported.push(bytesDone))
    for (let bytesDone = 1; bytesDone <= 1001; bytesDone++) {
      board.update({ bytesDone })
      vi.advanceTimersByTime(2)
    }
    expect(reported.length).toBeGreaterThanOrEqual(8)
    expect(reported.length).toBeLessThanOrEqual(9)
    vi.advanceTimersByTime(1000)
    expect(reported.at(-1)).toBe(1001)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('reports the first change immediately', () => {
    const reported: string[] = []
    const board = new StatusBoard(({ phase }) => reported.push(phase))
    board.update({ phase: 'downloading' })
    expect(reported).toEqual(['downloading'])
  })
})
