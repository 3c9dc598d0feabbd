import { describe, expect, it } from 'vitest'
import {
  approximateRange,
  approximateTime,
  bytesOf,
  clockScale,
  formatBytes,
  formatCount,
  formatLarge,
  formatNumberOf,
  formatSmall,
  formatTime,
  inline,
  percentFigure,
  readClock,
  readRate,
} from './format.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('percentFigure', () => {
  it('has one decimal', () => {
    expect(percentFigure(0.942, 0.94)).toBe('94.2')
    expect(percentFigure(0.1, 0.94)).toBe('10.0')
    expect(percentFigure(1, 0.94)).toBe('100.0')
  })

  it('never lets a miss read as a hit', () => {
    expect(percentFigure(0.9399, 0.94)).toBe('93.99')
    expect(percentFigure(0.9396, 0.94)).toBe('93.96')
    expect(percentFigure(0.9394, 0.94)).toBe('93.9')
    expect(percentFigure(0.94, 0.94)).toBe('94.0')
  })
})

describe('formatTime', () => {
  it('gives each length the digits that mean something', () => {
    const times = [
      0.04, 8.2, 71.32, 99.94, 99.96, 288.4, 299.6, 300, 3599.6, 7199, 7200, 11_520, 172_770,
      307_800, 1e9,
    ]
    expect(times.map(formatTime).map(plain)).toEqual([
      '0.0 s',
      '8.2 s',
      '71.3 s',
      '99.9 s',
      '100 s',
      '288 s',
      '5 min 0 s',
      '5 min 0 s',
      '60 min 0 s',
      '119 min 59 s',
      '2 h 0 min',
      '3 h 12 min',
      '2 days 0 h',
      '3 days 14 h',
      '11,574 days 2 h',
    ])
  })

  it('joins numbers and units without a break', () => {
    expect(formatTime(300)).toBe('5\u00a0min\u00a00\u00a0s')
  })
})

describe('readClock', () => {
  it('keeps unit and decimals over a run', () => {
    expect(inline(readClock(9.96, clockScale(80)))).toBe('10.0\u00a0s')
    expect(readClock(7.2, clockScale(250))).toEqual({ value: '7', unit: 's' })
    expect(readClock(90, clockScale(1200))).toEqual({ value: '1.5', unit: 'min' })
    expect(readClock(5400, clockScale(20_000))).toEqual({ value: '1.50', unit: 'h' })
    expect(readClock(830_304, clockScale(830_304))).toEqual({ value: '9.61', unit: 'days' })
    expect(readClock(1e9, clockScale(1e9))).toEqual({ value: '11,574', unit: 'days' })
  })
})

describe('approximateTime', () => {
  it('rounds to what an estimate can know', () => {
    const times = [0.2, 7.4, 71, 118, 400, 5000, 12_000, 40_000, 306_000, 1e6, 1.518e8]
    expect(times.map((seconds) => plain(inline(approximateTime(seconds))))).toEqual([
      '1 s',
      '7 s',
      '70 s',
      '120 s',
      '7 min',
      '83 min',
      '3.5 h',
      '11 h',
      '85 h',
      '12 days',
      '1,757 days',
    ])
  })

  it('gives a range in one unit', () => {
    expect(plain(approximateRange(61, 86))).toBe('60 to 85 s')
    expect(plain(approximateRange(290, 420))).toBe('5 to 7 min')
    expect(plain(approximateRange(135_000, 206_000))).toBe('38 to 57 h')
    expect(plain(approximateRange(400_000, 410_000))).toBe('5 days')
  })
})

describe('formatLarge', () => {
  it('gives three digits in words that fit', () => {
    const counts = [789, 4404, 45_600_000, 1_234_000_000, 3.24e14]
    expect(counts.map(formatLarge).map(plain)).toEqual([
      '789',
      '4.4 thousand',
      '45.6 million',
      '1.23 billion',
      '324 trillion',
    ])
  })
})

describe('bytes', () => {
  it('counts in 1,024', () => {
    expect(plain(formatBytes(170_052_171))).toBe('162 MB')
    expect(plain(formatBytes(2_040_109_466))).toBe('1.9 GB')
    expect(plain(formatBytes(4_404_019))).toBe('4.2 MB')
    expect(plain(formatBytes(512))).toBe('512 bytes')
  })

  it('shows progress in the unit of the total', () => {
    expect(plain(bytesOf(63_963_136, 170_052_171))).toBe('61 of 162 MB')
    expect(plain(bytesOf(0, 184_380_000))).toBe('0 of 176 MB')
  })
})

describe('counts and small values', () => {
  it('sets commas and plurals', () => {
    expect(formatCount(6_573_120)).toBe('6,573,120')
    expect(plain(formatNumberOf(1, 'change'))).toBe('1 change')
    expect(plain(formatNumberOf(2, 'change'))).toBe('2 changes')
    expect(plain(formatNumberOf(1390, 'image'))).toBe('1,390 images')
  })

  it('keeps two digits of a small rate', () => {
    expect([0, 0.4, 1, 0.0951, 0.0123, 0.00456].map(formatSmall)).toEqual([
      '0.00',
      '0.40',
      '1.00',
      '0.10',
      '0.012',
      '0.0046',
    ])
  })
})

describe('readRate', () => {
  it('has three digits and the prefix that leaves them', () => {
    expect(readRate(1.42e13, 'FLOP/s')).toEqual({ value: '14.2', unit: 'TFLOP/s' })
    expect(readRate(2.06e11, 'B/s')).toEqual({ value: '206', unit: 'GB/s' })
    expect(readRate(9.99e5, 'B/s')).toEqual({ value: '1.0', unit: 'MB/s' })
  })
})
