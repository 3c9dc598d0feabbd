import type { WorkerEvent } from '../../worker/protocol.ts'

/** The clock of a batch; the page uses `browserClock`. */
export interface BatchClock {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** Calls back after `milliseconds`, on a frame if frames are drawn. Returns a function that cancels it. */
  later(callback: () => void, milliseconds: number): () => void
}

/** Milliseconds between updates of figures. */
const INTERVAL_MS = 250

const FRAME_AT_LATEST_MS = 500

/** Events that users wait for; all others are figures. */
function isNews(event: WorkerEvent): boolean {
  if (event.type === 'trainer') return event.event.type !== 'steps'
  if (event.type === 'preparing') return event.what !== 'kernels'
  return event.type !== 'data' || event.status.phase !== 'downloading'
}

/** Batches events: important ones at the next frame, figures at most 4 times a second, always in order. */
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

/** Uses frames while the page is visible; a hidden page has none, but its title still shows progress. */
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
      // A page hidden before its frame would wait until it is visible again.
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
