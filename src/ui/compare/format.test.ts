import { describe, expect, it } from 'vitest'
import { chanceWords, formatDate, formatMean, formatSigned } from './format.ts'

describe('differences and means', () => {
  it('use a true minus sign, and none for a rounded zero', () => {
    expect([-0.394, 0.394, -0.001, 0].map((value) => formatSigned(value, 2))).toEqual([
      '−0.39',
      '+0.39',
      '0.00',
      '0.00',
    ])
    expect([formatMean(0.9406, 0.0013), formatMean(0.9406, null)]).toEqual([
      '94.06 ± 0.13',
      '94.06',
    ])
  })
})

describe('formatDate', () => {
  const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime()
  const now = at(2026, 10, 9, 18, 0)

  it('gives the hour today, then the day, then the year', () => {
    expect(formatDate(at(2026, 10, 9, 14, 12), now)).toBe('today, 14:12')
    expect(formatDate(at(2026, 10, 8, 23, 59), now)).toBe('8 Nov')
    expect(formatDate(at(2025, 10, 9, 14, 12), now)).toBe('9 Nov 2025')
  })
})

describe('chanceWords', () => {
  it('finds the simplest near fraction', () => {
    expect([1 - 0.95 ** 8, 0.05, 0.1, 0.5, 0.64, 0.99].map(chanceWords)).toEqual([
      'one in three',
      'one in ten',
      'one in ten',
      'one in two',
      'two in three',
      'nine in ten',
    ])
  })
})
