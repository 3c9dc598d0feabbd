import { expect, it } from 'vitest'
import { retryAfter } from './response.ts'

const NOW = Date.parse('Sun, 29 Nov 2026 06:00:00 GMT')

it.each([
  [null, 0],
  ['20', 20_000],
  ['Sun, 29 Nov 2026 06:00:30 GMT', 30_000],
  ['Sun, 29 Nov 2026 05:00:00 GMT', 0],
  ['soon', 0],
])('waits after %s for %i ms', (header, wait) => {
  expect(retryAfter(header, NOW)).toBe(wait)
})
