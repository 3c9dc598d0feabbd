import type { StoreApi } from 'zustand/vanilla'
import { type Circumstances, recordOf } from '../record/from-run.ts'
import { isUnderWay, type Run } from '../run.ts'
import type { LabState } from '../store.ts'
import type { RunRecord, WholeRun } from '../record/record.ts'
import { type RunEntry, workOf } from './entry.ts'
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

/**
 * Keeps every run of the lab: what it has come to at each test, and the whole of it once it has ended. One that goes on
 * after an interruption takes the place of what was kept of it by then.
 */
export function recordRuns(options: RecorderOptions): void {
  const { lab, history, page, around, now, onKept } = options
  let startedAt = now()
  let writing = Promise.resolve()

  const keep = async (run: Run, whole: WholeRun, ended: boolean) => {
    const before =
      run.goneOn === null ? null : history.interrupted(workOf(whole.record), run.goneOn.step)
    const all = before === null ? whole : withBefore(whole, before.record)
    if (!ended) return history.keepRunning(page, all)
    const entry =
      before === null
        ? await history.add(all, 'here', { named: run.named })
        : await history.replace(before, all, run.named)
    await history.dropRunning(page)
    onKept(entry, run)
  }
  const follow = (run: Run | null, before: Run | null) => {
    if (run === null || run === before) return
    const begun = run.plan !== null && before?.plan !== run.plan
    if (begun && run.goneOn === null) startedAt = now()
    // A short run may have ended before this was loaded.
    const ended = !isUnderWay(run) && (before === null || isUnderWay(before))
    const tested = run.epochs.length > (before?.epochs.length ?? 0)
    if (!ended && !tested) return
    const whole = recordOf(run, { ...around, startedAt })
    // One after another, so that nothing is kept as under way that has ended.
    if (whole !== null) writing = writing.then(() => keep(run, whole, ended))
  }
  follow(lab.getState().run, null)
  lab.subscribe(({ run }, before) => follow(run, before.run))
}

/** A run that went on, with when it began and the tests that a page which is gone has seen of it. */
function withBefore({ record, steps }: WholeRun, before: RunRecord): WholeRun {
  const first = record.tests.at(0)?.step ?? Infinity
  const missed = before.tests.filter(({ step }) => step < first)
  return {
    record: { ...record, startedAt: before.startedAt, tests: [...missed, ...record.tests] },
    steps,
  }
}
