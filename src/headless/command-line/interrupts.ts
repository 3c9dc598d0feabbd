import { stopWithReader } from './closed-pipe.ts'

/** Signals within this many milliseconds count as one: npm forwards Ctrl+C a second time. */
const REPEAT_MS = 2000

/**
 * Stops a run at Ctrl+C (SIGINT) or SIGTERM, or where nobody reads its output any more, so that what it has so far is
 * written; a second signal ends the program at once.
 */
export function stopOnSignals(stop: () => void): void {
  let stoppedAt: number | null = null
  const request = () => {
    const now = performance.now()
    if (stoppedAt !== null && now - stoppedAt > REPEAT_MS) process.exit(130)
    stoppedAt ??= now
    stop()
  }
  stopWithReader(stop)
  process.on('SIGINT', request)
  process.on('SIGTERM', request)
}
