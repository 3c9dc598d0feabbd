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

/** A browser that gives a lock a moment after it is asked, unless it refuses. */
function browser() {
  const locks: FakeLock[] = []
  const page = new FakePage()
  const state = { refuses: false }
  const keeper = {
    async request() {
      await settled()
      if (state.refuses) throw new DOMException('low battery', 'NotAllowedError')
      const lock = new FakeLock()
      locks.push(lock)
      return lock
    },
  }
  return { locks, page, state, lock: new ScreenLock(keeper, page) }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

const held = (locks: readonly FakeLock[]) => locks.filter(({ released }) => !released).length

describe('ScreenLock', () => {
  it('holds the screen while that is wanted', async () => {
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

  it('asks again when the page is seen again', async () => {
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

  it('lets go of a lock that comes when it is no longer wanted', async () => {
    const { lock, locks } = browser()
    lock.want(true)
    lock.want(false)
    await settled()
    await settled()
    expect(locks).toHaveLength(1)
    expect(held(locks)).toBe(0)
  })

  it('goes on without where the browser refuses, and asks again another time', async () => {
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
