import { describe, expect, it, vi } from 'vitest'
import type { measureRate } from '../source/measure-rate.ts'
import type { Source } from '../source/source.ts'
import { PaceWatch, SlowSource } from './pace-watch.ts'

const BYTES = 60_000_000

const source = (sampleUrl: string | null): Source => ({
  kind: 'mirror',
  title: 'Mirror',
  files: [],
  look: async () => ({ name: 'Mirror', bytes: BYTES, sampleUrl }),
  open: () => Promise.reject(new Error('is not opened')),
})

const OTHER = source('https://mirror.example/train')

/** A watch with an alternative source that sends this many bytes per second. */
function watching(rate: number | null, other = OTHER) {
  const outer = new AbortController()
  const rateOf = vi.fn<typeof measureRate>(async () => rate)
  return { outer, rateOf, watch: new PaceWatch([other], outer.signal, rateOf) }
}

/** Waits for pending promises. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

const slow = (secondsLeft: number) => ({ bytesPerSecond: 1, secondsLeft })

describe('PaceWatch', () => {
  it('switches after ten slow seconds to a source that takes at most half as long', async () => {
    const { watch, rateOf } = watching(1_000_000)
    watch.observe(slow(2040), 0)
    watch.observe(slow(2040), 9_999)
    await settled()
    expect(rateOf).not.toHaveBeenCalled()
    watch.observe(slow(2040), 10_000)
    await settled()
    expect(watch.signal.reason).toBeInstanceOf(SlowSource)
    expect(watch.signal.reason).toMatchObject({
      faster: OTHER,
      message: 'it would take 34 min; Mirror takes about 1 min.',
    })
  })

  it.each([
    ['is not twice as fast', 200_000, OTHER],
    ['does not answer', null, OTHER],
    ['has nothing to measure', 1e9, source(null)],
  ])('stays where the other source %s', async (_, rate, other) => {
    const { watch } = watching(rate, other)
    watch.observe(slow(400), 0)
    watch.observe(slow(400), 20_000)
    await settled()
    expect(watch.signal.aborted).toBe(false)
  })

  it('measures no other source if three minutes are enough, or only a moment was slow', async () => {
    const { watch, rateOf } = watching(1e9)
    watch.observe(slow(181), 0)
    watch.observe(slow(180), 9000)
    watch.observe(slow(181), 12_000)
    watch.observe(slow(181), 21_000)
    await settled()
    expect(rateOf).not.toHaveBeenCalled()
  })

  it('measures again after a minute', async () => {
    const { watch, rateOf } = watching(1)
    for (const now of [0, 10_000, 69_000, 70_000]) {
      watch.observe(slow(400), now)
      await settled()
    }
    expect(rateOf).toHaveBeenCalledTimes(2)
  })

  it('aborts with the download, for its reason', () => {
    const { outer, watch } = watching(null)
    outer.abort('pause')
    expect(watch.signal.reason).toBe('pause')
  })
})
