import * as v from 'valibot'
import { expect, it } from 'vitest'
import { WholeRunSchema } from '../../../runs/record/record.ts'
import { trainerPlan } from '../../../runs/testing/records.ts'
import type { TrainerEvent } from '../../../trainer/events.ts'
import { recordEvents } from './record-events.ts'
import { runsOf } from './runs.ts'

const [RUN] = runsOf({ seeds: [5], data: 'sample', batch: 256 })
const ENDED = { endedAt: 100_000, code: 'abc1234' }

const begin = (step: number | null): TrainerEvent => ({
  type: 'begin',
  plan: trainerPlan(),
  resumedFrom: step === null ? null : { step, sameBits: true },
})

const step = (number: number, loss: number): TrainerEvent => ({
  type: 'steps',
  trainSeconds: 2 * number + 1,
  wallSeconds: 3 * (number + 1),
  steps: [{ step: number, loss, accuracy: 0.5, rate: 0.1 }],
  usage: { bytesAtMost: 1, javascriptMs: 1 },
})

it('records a run as the page would, with its start time', () => {
  const whole = recordEvents(RUN, [begin(null), step(0, 2), step(1, 1)], ENDED)
  expect(v.parse(WholeRunSchema, whole)).toEqual(whole)
  expect(whole?.record).toMatchObject({
    choice: RUN.choice,
    recipe: RUN.recipe,
    seed: 5,
    dataset: 'sample',
    code: 'abc1234',
    browser: null,
    startedAt: 94_000,
    stepsTaken: 2,
    resumedFrom: null,
  })
})

it('counts a step once if it ran both before and after a checkpoint', () => {
  const events = [begin(null), step(0, 2), step(1, 9), begin(1), step(1, 1)]
  const whole = recordEvents(RUN, events, ENDED)
  expect(whole?.record).toMatchObject({ stepsTaken: 2, resumedFrom: { step: 1, sameBits: true } })
  expect(whole?.steps.loss).toEqual([2, 1])
})

it('is null for a run without a step', () => {
  expect(recordEvents(RUN, [begin(null)], ENDED)).toBeNull()
})
