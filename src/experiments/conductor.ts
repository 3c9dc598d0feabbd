import { sameChoice } from '../runs/store/setup.ts'
import type { History } from '../runs/history/history.ts'
import { runningItem } from '../runs/queue/queue.ts'
import type { QueueRunner } from '../runs/queue/runner.ts'
import { recordOf } from '../runs/record/from-run.ts'
import { isUnderWay, type Run } from '../runs/run.ts'
import type { Lab } from '../runs/store/store.ts'
import { type Experiment, kindOf } from './experiment.ts'
import type { Experiments } from './experiments.ts'
import { resultsOf } from './results.ts'

interface Orchestra {
  readonly experiments: Pick<Experiments, 'store'>
  readonly lab: Pick<Lab, 'afterEvents'>
  readonly history: Pick<History, 'store'>
  readonly queue: QueueRunner
}

/**
 * Continues experiments whose next run depends on results: queues follow-up runs after each recorded run, and stops
 * hopeless runs early.
 */
export function conduct({ experiments, lab, history, queue }: Orchestra): void {
  const find = (id: string | null): Experiment | null =>
    experiments.store.getState().find((experiment) => experiment.id === id) ?? null

  queue.setFollowers((id, last) => {
    const experiment = find(id)
    if (experiment === null || kindOf(experiment).progress === undefined) return []
    const { missing } = resultsOf(experiment, history.store.getState().entries)
    // A run that couldn't be recorded would be queued again and again.
    const again = missing.some(
      ({ choice, seed }) => seed === last.seed && sameChoice(choice, last.choice),
    )
    return again ? [] : missing
  })
  lab.afterEvents(({ run }, before) => {
    if (run !== null && run.epochs !== before.run?.epochs) endIfHopeless(run)
  })

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
