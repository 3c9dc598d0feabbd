import { describe, expect, it } from 'vitest'
import { shareOfPeak, type Peak } from './profile.ts'

const PEAK: Peak = { flopsPerSecond: { f32: 1e12, f16: 4e12 }, bytesPerSecond: 1e11 }

describe('shareOfPeak', () => {
  it.each([
    ['operations in f32', 'f32', { milliseconds: 2, flops: 1e9, bytes: 1e6 }, 0.5],
    ['operations in f16', 'f16', { milliseconds: 2, flops: 1e9, bytes: 1e6 }, 0.125],
    ['memory', 'f16', { milliseconds: 4, flops: 1e6, bytes: 1e8 }, 0.25],
    ['nothing that the clock saw', 'f32', { milliseconds: 0, flops: 1, bytes: 1 }, null],
  ] as const)('is limited by %s', (_, precision, work, share) => {
    expect(shareOfPeak(work, PEAK, precision)).toBe(share)
  })

  it('uses f32 without f16', () => {
    const peak = { ...PEAK, flopsPerSecond: { f32: 1e12, f16: null } }
    const work = { milliseconds: 2, flops: 1e9, bytes: 1e6 }
    expect(shareOfPeak(work, peak, 'f16')).toBe(0.5)
  })
})
