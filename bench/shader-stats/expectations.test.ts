import { expect, it } from 'vitest'
import { readTable, writeTable, type Quality } from './expectations.ts'

const QUALITIES: readonly (Quality | null)[] = [
  { registers: 192, waves: 8, hotShare: 99 },
  { registers: 200, waves: 4, hotShare: 75 },
  { registers: 24, waves: 10, hotShare: null },
  null,
]

it('reads the table that it wrote', () => {
  const table = {
    driver: 'a driver',
    rows: [{ kernel: 'convForward 8x8, 4x4 a thread / 3', qualities: QUALITIES }],
    reports: new Map(),
  }
  const read = readTable(writeTable('page-10', table))
  expect([...read]).toEqual([['convForward 8x8, 4x4 a thread / 3', QUALITIES]])
})

it('refuses a text without a table', () => {
  expect(() => readTable('# Compiled kernels\n')).toThrow('no table')
})
