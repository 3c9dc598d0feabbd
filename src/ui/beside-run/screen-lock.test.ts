import { describe, expect, it } from 'vitest'
import { ScreenLock } from './screen-lock.ts'

class FakeLock extends EventTarget implements WakeLockSentinel {
  readonly type = 'screen'
  readonly onrelease = null
  released = false

  async release(): Promise<void> {
    this.released = true
  }
}

class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible'

  turn(state: DocumentVisibilityState): void {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

/** A browser that grants a lock shortly after the request, unless it refuses. */
function browser() {
  const locks: FakeLock[] = []
  const page = new FakePage()
  const state = { refuses: false }
  const wakeLock = {
    async request() {
      await settled()
      if (state.refuses) throw new DOMException('low battery', 'NotAllowedError')
      const lock = new FakeLock()
      locks.push(lock)
      return lock
    },
  }
  return { locks, page, state, lock: new ScreenLock(wakeLock, page) }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

const held = (locks: readonly FakeLock[]) => locks.filter(({ released }) => !released).length

describe('ScreenLock', () => {
  it('keeps the screen on while that is wanted', async () => {
    const { lock, locks } = browser()
    lock.want(true)
    lock.want(true)
    await settled()
    await settled()
    expect(locks).toHaveLength(1)
    expect(held(locks)).toBe(1)
    lock.want(false)
    expect(held(locks)).toBe(0)
  })

  it('asks again when the page is visible again', async () => {
    const { lock, locks, page } = browser()
    lock.want(true)
    await settled()
    await settled()
    page.turn('hidden')
    await locks[0].release()
    await settled()
    expect(locks).toHaveLength(1)
    page.turn('visible')
    await settled()
    await settled()
    expect(locks).toHaveLength(2)
    expect(held(locks)).toBe(1)
  })

  it('releases a lock that arrives when it is no longer wanted', async () => {
    const { lock, locks } = browser()
    lock.want(true)
    lock.want(false)
    await settled()
    await settled()
    expect(locks).toHaveLength(1)
    expect(held(locks)).toBe(0)
  })

  it('continues without a lock if the browser refuses, and retries later', async () => {
    const { lock, locks, page, state } = browser()
    state.refuses = true
    lock.want(true)
    await settled()
    await settled()
    expect(locks).toEqual([])
    state.refuses = false
    page.turn('visible')
    await settled()
    await settled()
    expect(held(locks)).toBe(1)
  })
})
