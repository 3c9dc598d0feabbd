import { stopWithReader } from './closed-pipe.ts'

/** Signals within this many milliseconds count as one: npm forwards Ctrl+C a second time. */
const REPEAT_MS = 2000

/**
 * Stops a run on Ctrl+C (SIGINT) or SIGTERM, or if the reader of its output has gone, so that its results so far are
 * written. A second signal ends the program at once.
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
