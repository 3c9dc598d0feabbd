import { presetChoice } from '../../recipe/choice.ts'
import type { TestScores } from '../../trainer/events.ts'
import { requestRun, type Run, type RunRequest } from '../run.ts'
import { trainerPlan } from './records.ts'

interface Options extends Partial<RunRequest> {
  /** Final accuracy, 0 to 1. */
  readonly accuracy?: number
}

/** A finished run of the quick recipe with one test, of made-up figures. */
export function doneRun({ accuracy = 0.5, ...request }: Options = {}): Run {
  const test: TestScores = { live: { loss: 1.2, accuracy }, average: null, views: null }
  return {
    ...requestRun({
      choice: presetChoice('quick'),
      seed: 1,
      dataset: 'sample',
      engine: 'wgsl',
      ...request,
    }),
    phase: 'done',
    plan: trainerPlan(),
    trainSeconds: 22,
    wallSeconds: 25,
    epochs: [{ epoch: 2, trainSeconds: 22, train: { loss: 1.1, accuracy: 0.6 }, test }],
    result: test,
  }
}
