import { describe, expect, it } from 'vitest'
import { Meter } from './meter.ts'

const UNKNOWN = { bytesPerSecond: null, secondsLeft: null }

describe('Meter', () => {
  it('says nothing before half a second has passed', () => {
    const meter = new Meter()
    expect(meter.measure(0, 1000, 0)).toEqual(UNKNOWN)
    expect(meter.measure(100, 1000, 499)).toEqual(UNKNOWN)
    expect(meter.measure(100, 1000, 500)).toEqual({ bytesPerSecond: 200, secondsLeft: 4.5 })
  })

  it('follows a connection that slows down', () => {
    const meter = new Meter()
    let bytes = 0
    for (let time = 0; time <= 10_000; time += 100) meter.measure((bytes += 1000), 0, time)
    let pace = meter.measure(bytes, 1e6, 10_001)
    for (let time = 10_100; time <= 20_000; time += 100) {
      pace = meter.measure((bytes += 10), 1e6, time)
    }
    expect(pace.bytesPerSecond).toBeCloseTo(100, 0)
    expect(pace.secondsLeft).toBeCloseTo((1e6 - bytes) / 100, -2)
  })

  it('counts from zero after a restart', () => {
    const meter = new Meter()
    meter.measure(0, 1000, 0)
    meter.measure(900, 1000, 1000)
    expect(meter.measure(0, 1000, 1100)).toEqual(UNKNOWN)
    expect(meter.measure(100, 1000, 2100).bytesPerSecond).toBe(100)
  })

  it('does not know when a standing transfer ends', () => {
    const meter = new Meter()
    meter.measure(5, 10, 0)
    expect(meter.measure(5, 10, 1000)).toEqual({ bytesPerSecond: 0, secondsLeft: null })
  })
})
