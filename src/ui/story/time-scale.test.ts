import { expect, it } from 'vitest'
import { STORY } from './steps.ts'
import { GRID_SECONDS, clampedPosition, positionOf } from './time-scale.ts'

it('has room for every published time, and a line of the grid for every halving', () => {
  const times = STORY.flatMap(({ steps }) => steps.map(({ published }) => published?.seconds ?? 2))
  for (const seconds of times) expect(clampedPosition(seconds).beyond).toBeNull()
  expect(GRID_SECONDS.map(positionOf)).toEqual(GRID_SECONDS.map((_, i) => 6.25 + 12.5 * i))
})

it('moves what lies outside to the nearer end', () => {
  expect(clampedPosition(13_400)).toEqual({ percent: 100, beyond: 'right' })
  expect(clampedPosition(0.9)).toEqual({ percent: 0, beyond: 'left' })
})
