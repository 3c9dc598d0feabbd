import { describe, expect, it } from 'vitest'
import { presetChoice } from '../recipe/choice.ts'
import type { FinalScores, RunSchedule, TestScores, TrainerEvent } from '../trainer/events.ts'
import {
  crossingOf,
  epochsDone,
  isUnderWay,
  reduceRun,
  requestAgain,
  requestRun,
  withPreparation,
  type RunRequest,
} from './run.ts'
import { predictionsOf } from './testing/records.ts'

const REQUEST: RunRequest = {
  choice: presetChoice('page-79'),
  seed: 3,
  dataset: 'full',
  engine: 'tfjs',
}

const PLAN: RunSchedule = {
  length: { stepsPerEpoch: 10, steps: 20, epochs: 2 },
  batchSize: 512,
  requestedBatchSize: 512,
  normImages: null,
  trainImages: 5120,
  testImages: 1000,
  seed: 3,
  schedule: [],
  engine: {
    engine: 'tfjs',
    adapter: 'none',
    software: true,
    precision: 'f32',
    precisionReason: '',
    microBatches: 1,
    variant: '',
    bytes: 0,
  },
}

const BEGIN: TrainerEvent = { type: 'begin', plan: PLAN, resumedFrom: null }

function steps(from: number, to: number, trainSeconds: number) {
  const all = Array.from({ length: to - from }, (_, i) => ({
    step: from + i,
    loss: 2,
    accuracy: 0.25,
    rate: 0.1,
  }))
  const usage = { bytesAtMost: 5e8, javascriptMs: 1.5 }
  const wallSeconds = trainSeconds + 1
  return { type: 'steps', trainSeconds, wallSeconds, steps: all, usage } as const
}

function scores(accuracy: number, views: number | null = null): FinalScores {
  const score = (share: number) => ({ loss: 1, accuracy: share })
  return { live: score(accuracy), average: null, views: views === null ? null : score(views) }
}

const epoch = (number: number, test: TestScores): TrainerEvent => ({
  type: 'epoch',
  plainTestLoss: true,
  epoch: number,
  step: 10 * number,
  trainSeconds: 5 * number,
  wallSeconds: 6 * number,
  train: { loss: 2, accuracy: 0.25 },
  test,
})

const after = (events: readonly TrainerEvent[], request = REQUEST) =>
  events.reduce(reduceRun, requestRun(request))

describe('reduceRun', () => {
  it('follows a run from its first step to its end', () => {
    const test = scores(0.9, 0.941)
    const predictions = predictionsOf([3], [5])
    const run = after([
      BEGIN,
      steps(0, 10, 5),
      epoch(1, scores(0.8)),
      steps(10, 20, 10),
      epoch(2, test),
      {
        type: 'done',
        trainSeconds: 10.5,
        wallSeconds: 13,
        steps: 20,
        test,
        confusion: [7],
        predictions,
      },
    ])
    expect(run).toMatchObject({
      phase: 'done',
      steps: 20,
      trainSeconds: 10.5,
      result: test,
      confusion: [7],
      predictions,
    })
    expect(run.usage).toEqual({ bytesAtMost: 5e8, javascriptMs: 1.5 })
    expect(run.augmentSeconds).toBeNull()
    expect(run.epochs.map((entry) => entry.epoch)).toEqual([1, 2])
    expect(run.series.points).toHaveLength(20)
    expect(epochsDone(run)).toBe(2)
    expect(isUnderWay(run)).toBe(false)
  })

  it('reports the time of making images on the CPU', () => {
    const run = after([BEGIN, { ...steps(0, 10, 5), augmentSeconds: 1.5 }])
    expect(run.augmentSeconds).toBe(1.5)
  })

  it('shows the kernels being built before the first step', () => {
    const built = { what: 'kernels', compiled: 3, total: 14 } as const
    const run = withPreparation(requestRun(REQUEST), { type: 'preparing', ...built })
    expect(run).toMatchObject({ preparing: 'kernels', kernels: { compiled: 3, total: 14 } })
    expect(withPreparation(run, { type: 'preparing', what: 'engine' }).preparing).toBe('engine')
  })

  it('pauses and resumes without losing anything', () => {
    const held = after([BEGIN, steps(0, 4, 2), { type: 'paused', step: 4 }])
    expect(held).toMatchObject({ phase: 'paused', steps: 4 })
    expect(isUnderWay(held)).toBe(true)
    const on = [{ type: 'resumed', step: 4 } as const, steps(4, 5, 2.5)].reduce(reduceRun, held)
    expect(on).toMatchObject({ phase: 'running', steps: 5, trainSeconds: 2.5 })
    expect(on.series.points.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4])
  })

  it('resumes from a checkpoint as if later events had not happened', () => {
    const saved = { step: 10, epoch: 1 }
    const start = [BEGIN, steps(0, 10, 5), { type: 'checkpoint', ...saved } as const]
    const rest = [
      epoch(1, scores(0.8)),
      { type: 'rate', step: 10, factor: 0.5 } as const,
      steps(10, 20, 10),
      epoch(2, scores(0.9)),
    ]
    const lost = { type: 'failed', step: 14, message: 'Lost.', advice: 'Go on.', saved } as const
    const interrupted = after([...start, ...rest.slice(0, 2), steps(10, 14, 7), lost])
    expect(interrupted.saved).toEqual(saved)
    const resumedFrom = { step: 10, sameBits: true }
    const restarted = requestAgain(interrupted)
    expect(restarted).toMatchObject({ phase: 'preparing', steps: 14, failure: null })
    const again = [{ ...BEGIN, resumedFrom }, ...rest].reduce(reduceRun, restarted)
    const whole = after([...start, ...rest])
    expect(again).toEqual({ ...whole, resumedFrom, marks: again.marks })
    expect(again.marks).toEqual([{ steps: 20, seconds: 10 }])
  })

  it('is the same run after a lost device was replaced', () => {
    const saved = { step: 10, epoch: 1 }
    const start = [BEGIN, steps(0, 10, 5), { type: 'checkpoint', ...saved } as const]
    const rest = [epoch(1, scores(0.8)), steps(10, 20, 10), epoch(2, scores(0.9))]
    const lost = { type: 'interrupted', step: 14, reason: 'reset', resumesAt: saved } as const
    const waiting = after([...start, rest[0], steps(10, 14, 7), lost])
    expect(waiting).toMatchObject({ phase: 'preparing', preparing: 'device', steps: 14 })
    const recovered = {
      ...BEGIN,
      resumedFrom: { step: 10, sameBits: true },
      recovered: true,
    } as const
    const again = [recovered, ...rest.slice(1)].reduce(reduceRun, waiting)
    const whole = after([...start, ...rest])
    const { type: _, ...interruption } = lost
    expect(again).toEqual({
      ...whole,
      interruptions: [interruption],
      marks: again.marks,
      preparing: 'device',
    })
    const other = reduceRun(waiting, { ...recovered, resumedFrom: { step: 10, sameBits: false } })
    expect(other.resumedFrom).toEqual({ step: 10, sameBits: false })
    const anew = reduceRun(waiting, { ...BEGIN, recovered: true })
    expect(anew).toMatchObject({
      resumedFrom: null,
      epochs: [],
      steps: 0,
      interruptions: [interruption],
    })
  })

  it('keeps the curves of a run that was stopped or failed', () => {
    const begun = [BEGIN, steps(0, 10, 5), epoch(1, scores(0.8))]
    const stopped = after([...begun, { type: 'stopped', step: 10 }])
    expect(stopped).toMatchObject({ phase: 'stopped', failure: null })
    const failed = after([
      ...begun,
      { type: 'failed', step: 10, message: 'Lost.', advice: 'Again.', saved: null },
    ])
    expect(failed).toMatchObject({ phase: 'failed', failure: { message: 'Lost.' } })
    expect([stopped.epochs.length, failed.epochs.length]).toEqual([1, 1])
  })
})

describe('crossingOf', () => {
  const met = [BEGIN, epoch(1, scores(0.95, 0.9399)), epoch(2, scores(0.93, 0.94))]

  it('is the first measured point at the goal, of the score the recipe is judged by', () => {
    expect(crossingOf(after(met))).toMatchObject({ epoch: 2, trainSeconds: 10 })
  })

  it('is nowhere while no test has reached it, and on the sample', () => {
    expect(crossingOf(after(met.slice(0, 2)))).toBeNull()
    expect(crossingOf(after(met, { ...REQUEST, dataset: 'sample' }))).toBeNull()
  })
})
