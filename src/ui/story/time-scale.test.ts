import { expect, it } from 'vitest'
import { STORY } from './steps.ts'
import { GRID_SECONDS, placeOf, positionOf } from './time-scale.ts'

it('has room for every published time, and a line of the grid for every halving', () => {
  const times = STORY.flatMap(({ steps }) => steps.map(({ published }) => published?.seconds ?? 2))
  for (const seconds of times) expect(placeOf(seconds).beyond).toBeNull()
  expect(GRID_SECONDS.map(positionOf)).toEqual(GRID_SECONDS.map((_, i) => 6.25 + 12.5 * i))
})

it('moves what lies outside to the nearer end', () => {
  expect(placeOf(13_400)).toEqual({ percent: 100, beyond: 'right' })
  expect(placeOf(0.9)).toEqual({ percent: 0, beyond: 'left' })
})
