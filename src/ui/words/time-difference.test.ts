import { expect, it } from 'vitest'
import { timeDifference } from './time-difference.ts'

it.each([
  [-0.4, '0.4 s faster'],
  [-2, '2 s faster'],
  [12.3, '12 s slower'],
  [-110, '110 s faster'],
  [400, '6 min 40 s slower'],
])('%d s: %s', (seconds, words) => {
  expect(timeDifference(seconds).replaceAll('\u00a0', ' ')).toBe(words)
})
