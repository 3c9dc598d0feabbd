import type { StoreApi } from 'zustand/vanilla'
import { type Circumstances, recordOf } from '../record/from-run.ts'
import { isUnderWay, type Run } from '../run.ts'
import type { LabState } from '../store/lab-state.ts'
import type { RunRecord, WholeRun } from '../record/record.ts'
import { type RunEntry, workOf } from './entry.ts'
import type { History } from './history.ts'

export interface RecorderOptions {
  readonly lab: StoreApi<LabState>
  readonly history: History
  /** The key of this page, under which its current run is stored. */
  readonly page: string
  readonly around: Omit<Circumstances, 'startedAt'>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Stores the lab's current run at each test. Returns a function that records an ended run, replacing the entry from
 * before an interruption; it returns null if no step was taken.
 */
export function recordRuns(options: RecorderOptions): (run: Run) => Promise<RunEntry | null> {
  const { lab, history, page, around, now } = options
  let startedAt = now()
  let writing: Promise<unknown> = Promise.resolve()
  /** Serialised, so that no ended run stays stored as current. */
  const inTurn = <T>(write: () => Promise<T>): Promise<T> => {
    const turn = writing.then(write)
    // The caller gets this write's error; the next write still runs.
    writing = turn.catch(() => {})
    return turn
  }
  const interrupted = (run: Run, { record }: WholeRun): RunEntry | null =>
    run.resumedFrom === null ? null : history.interrupted(workOf(record), run.resumedFrom.step)
  const all = (whole: WholeRun, before: RunEntry | null): WholeRun =>
    before === null ? whole : withBefore(whole, before.record)

  const follow = (run: Run | null, before: Run | null) => {
    if (run === null || run === before) return
    const begun = run.plan !== null && before?.plan !== run.plan
    if (begun && run.resumedFrom === null) startedAt = Math.round(now() - 1000 * run.wallSeconds)
    const tested = run.epochs.length > (before?.epochs.length ?? 0)
    if (!tested || !isUnderWay(run)) return
    const whole = recordOf(run, { ...around, startedAt })
    if (whole === null) return
    void inTurn(() => history.storeRunning(page, all(whole, interrupted(run, whole))))
  }
  follow(lab.getState().run, null)
  lab.subscribe(({ run }, before) => follow(run, before.run))

  return async (run) => {
    const whole = recordOf(run, { ...around, startedAt })
    if (whole === null) return null
    const more = { predictions: run.predictions, comparison: run.comparison }
    return inTurn(async () => {
      const before = interrupted(run, whole)
      const entry =
        before === null
          ? await history.add(whole, 'here', more)
          : await history.replace(before, all(whole, before), more)
      await history.dropRunning(page)
      return entry
    })
  }
}

/** A resumed run, with the start time and tests from the closed page. */
function withBefore({ record, steps }: WholeRun, before: RunRecord): WholeRun {
  const first = record.tests.at(0)?.step ?? Infinity
  const missed = before.tests.filter(({ step }) => step < first)
  return {
    record: { ...record, startedAt: before.startedAt, tests: [...missed, ...record.tests] },
    steps,
  }
}
