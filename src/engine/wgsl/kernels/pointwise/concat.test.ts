import { expect, it } from 'vitest'
import { concatCopy } from './concat.ts'

it('rejects channels that padding would split', () => {
  const range = { rows: 1, storage: 'f32', offset: 6, channels: 12, total: 24 } as const
  expect(() => concatCopy(range)).toThrow(/multiples of 4/)
})
