import { sameChoice } from '../runs/setup.ts'
import type { History } from '../runs/history/history.ts'
import { openItems, runningItem } from '../runs/queue/queue.ts'
import type { QueueRunner } from '../runs/queue/runner.ts'
import { recordOf } from '../runs/record/from-run.ts'
import { isUnderWay, type Run, type RunRequest } from '../runs/run.ts'
import type { Lab } from '../runs/store.ts'
import { type Experiment, kindOf } from './experiment.ts'
import type { Experiments } from './experiments.ts'
import { resultsOf } from './results.ts'

interface Orchestra {
  readonly experiments: Pick<Experiments, 'store'>
  readonly lab: Pick<Lab, 'store'>
  readonly history: Pick<History, 'store'>
  readonly queue: QueueRunner
}

/**
 * Carries experiments on whose next run depends on the last one: queues it once that is kept, and ends runs early that are
 * hopeless. Nothing is queued after a run that a person stopped, whose followers were cancelled, or that failed of the
 * machine; a queue that is paused stays so.
 */
export function conduct({ experiments, lab, history, queue }: Orchestra): void {
  /** By experiment, its last run: done, and perhaps not kept yet. */
  const done = new Map<string, RunRequest>()
  const find = (id: string | null): Experiment | null =>
    experiments.store.getState().find((experiment) => experiment.id === id) ?? null

  queue.store.subscribe(({ items }, before) => {
    for (const { id, experiment, state, request } of items) {
      const was = before.items.find((item) => item.id === id)
      const ended = state === 'done' && was?.request === request && was.state !== 'done'
      if (ended && experiment !== null) done.set(experiment, request)
    }
    followUp()
  })
  history.store.subscribe(followUp)
  lab.store.subscribe(({ run }, before) => {
    if (run !== null && run.epochs !== before.run?.epochs) endIfHopeless(run)
  })

  function followUp(): void {
    for (const [id, last] of done) {
      const experiment = find(id)
      const waits = openItems(queue.store.getState()).some((item) => item.experiment === id)
      if (experiment === null || waits || kindOf(experiment).progress === undefined) {
        done.delete(id)
        continue
      }
      const { missing } = resultsOf(experiment, history.store.getState().entries)
      const notKept = missing.some(
        ({ choice, seed }) => seed === last.seed && sameChoice(choice, last.choice),
      )
      if (notKept) continue
      done.delete(id)
      if (missing.length > 0) queue.addNext(missing, id)
    }
  }

  function endIfHopeless(run: Run): void {
    const item = runningItem(queue.store.getState())
    if (item === null || item.request !== run.request || !isUnderWay(run)) return
    const experiment = find(item.experiment)
    const record = recordOf(run, { startedAt: 0, browser: null, device: '', code: '' })?.record
    if (experiment === null || record === undefined) return
    const { isHopeless } = kindOf(experiment)
    if (isHopeless === undefined) return
    const { known } = resultsOf(experiment, history.store.getState().entries)
    if (isHopeless(experiment, known, record)) queue.endEarly()
  }
}
