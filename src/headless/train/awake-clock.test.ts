import { expect, it } from 'vitest'
import { AwakeClock } from './awake-clock.ts'

/** A clock with scripted readings. */
function clockOf() {
  const at = { wall: 1000, processor: 50 }
  return { at, clock: new AwakeClock({ wall: () => at.wall, processor: () => at.processor }) }
}

it('does not count a gap in which the program did not compute', () => {
  const { at, clock } = clockOf()
  at.wall += 30_000
  at.processor += 10
  expect(clock.now()).toBe(1000)
  at.wall += 100
  expect(clock.now()).toBe(1100)
})

it('counts a gap in which the program computed, and short waits', () => {
  const { at, clock } = clockOf()
  at.wall += 30_000
  at.processor += 20_000
  expect(clock.now()).toBe(31_000)
  at.wall += 1500
  expect(clock.now()).toBe(32_500)
})
