import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { DeviceLost } from './device/device.ts'
import { FailureWatch } from './failure.ts'

function watched() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let report: (error: Error) => void = () => {}
  const watch = new FailureWatch({
    onFailure(listener) {
      report = listener
      return () => {}
    },
  })
  return { watch, report: (error: Error) => report(error) }
}

const lost = new DeviceLost('The GPU was lost', '')
const unmapped = new Error('Buffer was unmapped before mapping was resolved.')

describe('a wait for the GPU', () => {
  it('rejects with a failure that is reported some milliseconds after the error it causes', async () => {
    const { watch, report } = watched()
    setTimeout(() => report(lost), 200)
    const raced = watch.race(Promise.reject(unmapped))
    await Promise.all([expect(raced).rejects.toBe(lost), vi.advanceTimersByTimeAsync(200)])
  })

  it('rejects with its own error if the device reports nothing', async () => {
    const { watch } = watched()
    const raced = watch.race(Promise.reject(unmapped))
    await Promise.all([expect(raced).rejects.toBe(unmapped), vi.runAllTimersAsync()])
  })

  it('rejects at once after the watch has stopped, as when a run is cancelled', async () => {
    const { watch } = watched()
    watch.stop()
    await expect(watch.race(Promise.reject(unmapped))).rejects.toBe(unmapped)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects with the failure that came first, then and later', async () => {
    const { watch, report } = watched()
    const raced = watch.race(new Promise(() => {}))
    report(lost)
    report(unmapped)
    await expect(raced).rejects.toBe(lost)
    await expect(watch.race(Promise.reject(unmapped))).rejects.toBe(lost)
    expect(() => watch.check()).toThrow(lost)
  })
})
