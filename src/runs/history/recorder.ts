import type { StoreApi } from 'zustand/vanilla'
import { type Circumstances, recordOf } from '../record/from-run.ts'
import { isUnderWay, type Run } from '../run.ts'
import type { LabState } from '../store.ts'
import type { RunEntry } from './entry.ts'
import type { History } from './history.ts'

export interface RecorderOptions {
  readonly lab: StoreApi<LabState>
  readonly history: History
  /** The key of this page, under which its run is kept while it goes on. */
  readonly page: string
  readonly around: Omit<Circumstances, 'startedAt'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Told of every run that has ended and was kept. */
  readonly onKept: (entry: RunEntry, run: Run) => void
}

/** Keeps every run of the lab: what it has come to at each test, and the whole of it once it has ended. */
export function recordRuns(options: RecorderOptions): void {
  const { lab, history, page, around, now, onKept } = options
  let startedAt = now()
  let writing = Promise.resolve()

  const follow = (run: Run | null, before: Run | null) => {
    if (run === null || run === before) return
    if (run.plan !== null && before?.plan !== run.plan) startedAt = now()
    const ended = !isUnderWay(run) && before !== null && isUnderWay(before)
    const tested = run.epochs.length > (before?.epochs.length ?? 0)
    if (!ended && !tested) return
    const whole = recordOf(run, { ...around, startedAt })
    if (whole === null) return
    // One after another, so that nothing is kept as under way that has ended.
    writing = writing.then(async () => {
      if (!ended) return history.keepRunning(page, whole)
      const entry = await history.add(whole, 'here')
      await history.dropRunning(page)
      onKept(entry, run)
    })
  }
  follow(lab.getState().run, null)
  lab.subscribe(({ run }, before) => follow(run, before.run))
}
