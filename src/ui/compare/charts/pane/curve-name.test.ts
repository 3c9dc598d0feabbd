import { expect, it } from 'vitest'
import { curveName } from './curve-name.ts'

it.each([
  ['quiet heron', 1, false, 'quiet heron'],
  ['quiet heron', 5, false, 'quiet heron (5)'],
  ['quiet heron', 5, true, 'heron'],
  ['with cutout of 8 pixels', 1, false, 'with cutout of 8…'],
  ['with cutout of 8 pixels', 5, true, 'with cu…'],
  // A name that a visitor chose.
  ['mine (5\u00a0seeds)', 1, true, 'mine (5…'],
])('shortens %s of %i seeds, narrow: %s, to %s', (name, seeds, narrow, expected) => {
  expect(curveName({ name, seeds }, narrow)).toBe(expected)
})
