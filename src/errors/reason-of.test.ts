import { expect, it } from 'vitest'
import { reasonOf } from './reason-of.ts'

it('gives what an error says, without the name of its class', () => {
  expect(reasonOf(new RangeError('Too long.'))).toBe('Too long.')
  expect(reasonOf(new DOMException('no room', 'QuotaExceededError'))).toBe('no room')
  expect(reasonOf(new DOMException('', 'AbortError'))).toBe('AbortError')
  expect(reasonOf('as thrown')).toBe('as thrown')
})
