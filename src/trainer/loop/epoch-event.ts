import type { EpochTest } from '../evaluation/scoring.ts'
import { watchedIn } from '../evaluation/watched-images.ts'
import type { StepEvent, TrainerEvent } from '../events.ts'
import type { RunState } from './run-state.ts'

/** What a run reports with a test: the mean of the steps since the last one, and the scores. */
export function epochEvent(state: RunState, { test, predictions }: EpochTest): TrainerEvent {
  const { epochSteps, at, seconds } = state
  const mean = (of: (entry: StepEvent) => number) =>
    epochSteps.reduce((sum, entry) => sum + of(entry), 0) / epochSteps.length
  return {
    type: 'epoch',
    ...at,
    ...seconds,
    train: { loss: mean((entry) => entry.loss), accuracy: mean((entry) => entry.accuracy) },
    test,
    plainTestLoss: true,
    watched: watchedIn(predictions),
  }
}
