import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ownQueue } from './owner.ts'

/** Mock of a browser's locks. */
function browserLocks() {
  let taken = false
  const request = async (
    _name: string,
    _options: LockOptions,
    hold: (lock: Lock | null) => unknown,
  ): Promise<unknown> => {
    if (taken) return hold(null)
    taken = true
    return hold({ name: 'lab94-queue', mode: 'exclusive' })
  }
  return { locks: { request } as unknown as LockManager, free: () => (taken = false) }
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const settled = async (owning: Promise<boolean>) => {
  await vi.advanceTimersByTimeAsync(5000)
  return owning
}

it('lets one page own the queue, and the next once that is gone', async () => {
  const { locks, free } = browserLocks()
  expect(await settled(ownQueue(locks))).toBe(true)
  expect(await settled(ownQueue(locks))).toBe(false)
  free()
  expect(await settled(ownQueue(locks))).toBe(true)
})

it('waits for a page that is just being reloaded', async () => {
  const { locks, free } = browserLocks()
  await settled(ownQueue(locks))
  const reloaded = ownQueue(locks)
  await vi.advanceTimersByTimeAsync(300)
  free()
  expect(await settled(reloaded)).toBe(true)
})

it('owns the queue if there are no locks, or none that respond', async () => {
  expect(await ownQueue(null)).toBe(true)
  const refused = { request: () => Promise.reject(new DOMException('Denied.', 'SecurityError')) }
  expect(await settled(ownQueue(refused as unknown as LockManager))).toBe(true)
  const stuck = { request: () => new Promise(() => {}) }
  expect(await settled(ownQueue(stuck as unknown as LockManager))).toBe(true)
})
