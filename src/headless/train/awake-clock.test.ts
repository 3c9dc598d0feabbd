import { expect, it } from 'vitest'
import { AwakeClock } from './awake-clock.ts'

/** A clock on scripted readings, as a function that lets time pass and reads it. */
function clockOf() {
  const at = { wall: 1000, processor: 50 }
  const clock = new AwakeClock({ wall: () => at.wall, processor: () => at.processor })
  /** The clock's reading after this much time. */
  const after = (wall: number, processor: number) => {
    at.wall += wall
    at.processor += processor
    return clock.now()
  }
  return after
}

it('does not count a gap in which the program did not compute', () => {
  const after = clockOf()
  expect(after(30_000, 10)).toBe(1000)
  expect(after(100, 0)).toBe(1100)
})

it('counts a gap in which the program computed, and short waits', () => {
  const after = clockOf()
  expect(after(30_000, 20_000)).toBe(31_000)
  expect(after(1500, 0)).toBe(32_500)
})
