import { describe, expect, it } from 'vitest'
import { readSample } from '../node/sample.ts'
import { CIFAR10_NORMALISATION, IMAGE_BYTES } from '../records.ts'
import { allocateRecords } from '../split.ts'
import { pixelStatistics } from './statistics.ts'

describe('pixelStatistics', () => {
  it('is the mean and deviation of each plane of bytes', () => {
    const records = allocateRecords(2)
    records.pixels.fill(10, 0, 1024)
    records.pixels.fill(30, IMAGE_BYTES, IMAGE_BYTES + 1024)
    records.pixels.fill(255, 2 * 1024, 3 * 1024)
    const { mean, deviation } = pixelStatistics(records)
    expect(mean).toEqual([20, 0, 127.5])
    expect(deviation).toEqual([10, 0, 127.5])
  })

  it('is near the published figures on the sample', async () => {
    const { train } = await readSample()
    const { mean, deviation } = pixelStatistics(train)
    for (const c of [0, 1, 2]) {
      expect(Math.abs(mean[c] - CIFAR10_NORMALISATION.mean[c])).toBeLessThan(2)
      expect(Math.abs(deviation[c] - CIFAR10_NORMALISATION.deviation[c])).toBeLessThan(1)
    }
  })

  it('rejects statistics of no images', () => {
    expect(() => pixelStatistics(allocateRecords(0))).toThrow(/at least one image/)
  })
})
