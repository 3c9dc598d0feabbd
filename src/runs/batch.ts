import type { WorkerEvent } from '../worker/protocol.ts'

/** Where a batch gets its time from; the page's is `browserClock`. */
export interface BatchClock {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Calls back after `milliseconds`, at the next frame where there are frames. Returns how to call that off. */
  later(callback: () => void, milliseconds: number): () => void
}

/** Figures change at most 4 times a second. */
const INTERVAL_MS = 250

const FRAME_AT_LATEST_MS = 500

/** Events a person waits for; all others are figures. */
function isNews(event: WorkerEvent): boolean {
  if (event.type === 'trainer') return event.event.type !== 'steps'
  if (event.type === 'preparing') return event.what !== 'kernels'
  return event.type !== 'data' || event.status.phase !== 'downloading'
}

/**
 * Collects events and hands them on together: news at the next frame, figures at most 4 times a second, and always
 * in the order they came.
 */
export function batchEvents(
  deliver: (events: readonly WorkerEvent[]) => void,
  clock: BatchClock,
): (event: WorkerEvent) => void {
  let waiting: WorkerEvent[] = []
  let deliveredAt = -Infinity
  let dueAt = Infinity
  let callOff = () => {}

  const flush = () => {
    const events = waiting
    waiting = []
    dueAt = Infinity
    deliveredAt = clock.now()
    deliver(events)
  }
  return (event) => {
    waiting.push(event)
    const now = clock.now()
    const due = isNews(event) ? now : Math.max(now, deliveredAt + INTERVAL_MS)
    if (due >= dueAt) return
    callOff()
    dueAt = due
    callOff = clock.later(flush, due - now)
  }
}

/** Frames while the page is seen; a hidden page has none, but its title still shows progress. */
export const browserClock: BatchClock = {
  now: () => performance.now(),
  later(callback, milliseconds) {
    let frame = 0
    let timer = setTimeout(() => {
      if (document.hidden) {
        callback()
        return
      }
      frame = requestAnimationFrame(() => {
        clearTimeout(timer)
        callback()
      })
      // A page hidden before its frame would wait for it until it is seen again.
      timer = setTimeout(() => {
        cancelAnimationFrame(frame)
        callback()
      }, FRAME_AT_LATEST_MS)
    }, milliseconds)
    return () => {
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    }
  },
}
