import type { DatasetName } from '../data/datasets.ts'
import type { ErrorCode } from '../errors/codes.ts'
import type { StepDynamics } from '../engine/inspection/dynamics.ts'
import type { EngineName, Predictions } from '../engine/engine.ts'
import type { RecipeChoice } from '../recipe/choice.ts'
import {
  type ForgettingPoint,
  finalScore,
  type ResumedFrom,
  type SavedPoint,
  type RunInterruption,
  type RunSchedule,
  type SplitScore,
  type StepEvent,
  type StepUsage,
  type TestScores,
  type TrainerEvent,
} from '../trainer/events.ts'
import { isGuessing } from '../trainer/recovery/chance.ts'
import type { WatchedPredictions } from '../trainer/evaluation/watched-images.ts'
import { type Comparison, NO_COMPARISON } from '../trainer/comparison.ts'
import type { Measures } from '../trainer/measures.ts'
import type { KernelProgress, WorkerEvent } from '../worker/protocol.ts'
import { addMark, type PaceMark } from './live/pace.ts'
import { emptySeries, extendSeries, seriesUpTo, type StepSeries } from './live/step-series.ts'

/** The target test accuracy of lab94. */
export const GOAL = 0.94

/** The request: with the data, it decides the run. */
export interface RunRequest {
  readonly choice: RecipeChoice
  readonly seed: number
  readonly dataset: DatasetName
  readonly engine: EngineName
  /** Optional measurements; they don't change the run. */
  readonly measures?: Measures
}

/** `device`: a replacement for a lost one. */
export type Preparation = 'data' | 'device' | 'engine' | 'kernels'

export type RunPhase = 'preparing' | 'running' | 'paused' | 'done' | 'stopped' | 'failed'

/** A manual change of the learning rate: from `step` on, the schedule times `factor`. */
export interface RateChange {
  readonly step: number
  readonly factor: number
}

/** Scores measured between two epochs, or at the end. */
export interface EpochScores {
  /** Epochs completed; fractional if the run ends inside one. */
  readonly epoch: number
  readonly trainSeconds: number
  readonly train: SplitScore
  readonly test: TestScores
  /** Absent if an earlier version tested, whose test losses include the recipe's label smoothing. */
  readonly plainTestLoss?: true
  /** Predictions of the watched images; null if the test set does not contain them. */
  readonly watched?: WatchedPredictions | null
}

interface Failure {
  /** See docs/errors.md. */
  readonly code?: ErrorCode
  readonly message: string
  readonly advice: string
  /** Whether the loss became NaN: caused by the recipe, not the machine. */
  readonly diverged?: true
}

/** One run, from the request to its end, as the page shows it. */
export interface Run {
  readonly request: RunRequest
  /** The finished run that it is compared with, and the visitor's guess. */
  readonly comparison: Comparison
  readonly phase: RunPhase
  readonly preparing: Preparation
  /** Progress of compiling the GPU's programs, once started. */
  readonly kernels: KernelProgress | null
  /** Null until the first step is about to be taken. */
  readonly plan: RunSchedule | null
  readonly steps: number
  readonly trainSeconds: number
  readonly wallSeconds: number
  /** The part of the training time spent augmenting on the CPU; null if the engine augments. */
  readonly augmentSeconds: number | null
  readonly lastStep: StepEvent | null
  /** Resources used by the last steps. */
  readonly usage: StepUsage | null
  readonly series: StepSeries
  readonly epochs: readonly EpochScores[]
  readonly marks: readonly PaceMark[]
  readonly rateChanges: readonly RateChange[]
  /** How the parameters moved in the steps that were measured. */
  readonly dynamics: readonly StepDynamics[]
  /** Loss on training images by their age at the end; null if not measured. */
  readonly forgetting: readonly ForgettingPoint[] | null
  /** Where the run can resume if it is interrupted. */
  readonly saved: SavedPoint | null
  /** Where it resumed, if it did. */
  readonly resumedFrom: ResumedFrom | null
  /** The last stall of the GPU; null if none. */
  readonly stall: { readonly seconds: number; readonly over: boolean } | null
  /** Lost devices, in order. */
  readonly interruptions: readonly RunInterruption[]
  readonly result: TestScores | null
  /** The confusion matrix of the final score's weights on the test images: counts[truth * 10 + predicted]. */
  readonly confusion: readonly number[] | null
  /** Their prediction for each test image. */
  readonly predictions: Predictions | null
  readonly failure: Failure | null
}

export const requestRun = (request: RunRequest, comparison = NO_COMPARISON): Run => ({
  request,
  comparison,
  phase: 'preparing',
  preparing: 'data',
  kernels: null,
  plan: null,
  steps: 0,
  trainSeconds: 0,
  wallSeconds: 0,
  augmentSeconds: null,
  lastStep: null,
  usage: null,
  series: emptySeries(1),
  epochs: [],
  marks: [],
  rateChanges: [],
  dynamics: [],
  forgetting: null,
  saved: null,
  resumedFrom: null,
  stall: null,
  interruptions: [],
  result: null,
  confusion: null,
  predictions: null,
  failure: null,
})

/** An interrupted run that is resumed; its history stays. */
export const requestAgain = (run: Run): Run => ({
  ...run,
  phase: 'preparing',
  preparing: 'data',
  failure: null,
})

/** The run after a `preparing` event. */
export const withPreparation = (
  run: Run,
  event: Extract<WorkerEvent, { type: 'preparing' }>,
): Run => ({
  ...run,
  preparing: event.what,
  kernels:
    event.what === 'kernels' ? { compiled: event.compiled, total: event.total } : run.kernels,
})

/** The run after a trainer event. */
export function reduceRun(run: Run, event: TrainerEvent): Run {
  switch (event.type) {
    case 'begin':
      return begun(run, event)
    case 'steps':
      return withSteps(run, event)
    case 'epoch':
      return {
        ...run,
        trainSeconds: event.trainSeconds,
        wallSeconds: event.wallSeconds,
        epochs: [
          // A resumed run may get the event of its last test again.
          ...run.epochs.filter(({ epoch }) => epoch < event.epoch),
          {
            epoch: event.epoch,
            trainSeconds: event.trainSeconds,
            train: event.train,
            test: event.test,
            ...(event.plainTestLoss && { plainTestLoss: event.plainTestLoss }),
            watched: event.watched ?? null,
          },
        ],
      }
    case 'dynamics':
      return { ...run, dynamics: [...run.dynamics, ...event.steps] }
    case 'forgetting':
      return { ...run, forgetting: event.points }
    case 'rate':
      return {
        ...run,
        rateChanges: [...run.rateChanges, { step: event.step, factor: event.factor }],
      }
    case 'checkpoint':
      return { ...run, saved: { step: event.step, epoch: event.epoch } }
    case 'paused':
      return { ...run, phase: 'paused' }
    case 'resumed':
      return { ...run, phase: 'running' }
    case 'done':
      return {
        ...run,
        phase: 'done',
        steps: event.steps,
        trainSeconds: event.trainSeconds,
        wallSeconds: event.wallSeconds,
        augmentSeconds: event.augmentSeconds ?? null,
        result: event.test,
        confusion: event.confusion,
        predictions: event.predictions,
      }
    case 'stopped':
      return { ...run, phase: 'stopped' }
    case 'stalled':
      return { ...run, stall: { seconds: event.seconds, over: false } }
    case 'answered':
      return { ...run, stall: { seconds: event.seconds, over: true } }
    case 'interrupted': {
      const { step, reason, resumesAt } = event
      const interruptions = [...run.interruptions, { step, reason, resumesAt }]
      return { ...run, phase: 'preparing', preparing: 'device', interruptions }
    }
    case 'failed':
      return {
        ...run,
        phase: 'failed',
        saved: event.saved ?? run.saved,
        failure: {
          code: event.code ?? 'unexpected',
          message: event.message,
          advice: event.advice,
          ...(event.diverged && { diverged: event.diverged }),
        },
      }
  }
}

/** A run at its first step, or a resumed one: events of later steps will be repeated. */
function begun(run: Run, event: Extract<TrainerEvent, { type: 'begin' }>): Run {
  const { plan, resumedFrom, recovered } = event
  if (resumedFrom === null) {
    const { request, comparison, interruptions } = run
    return {
      ...requestRun(request, comparison),
      phase: 'running',
      plan,
      interruptions,
      series: emptySeries(plan.length.steps),
      marks: [{ steps: 0, seconds: 0 }],
    }
  }
  const { step } = resumedFrom
  const before = run.plan === null ? emptySeries(plan.length.steps) : run.series
  // Recovering from a lost device doesn't make it another run.
  const isSame = recovered && resumedFrom.sameBits
  return {
    ...run,
    phase: 'running',
    plan,
    resumedFrom: isSame ? run.resumedFrom : resumedFrom,
    steps: step,
    series: seriesUpTo(before, step),
    epochs: run.epochs.filter(({ epoch }) => Math.round(epoch * plan.length.stepsPerEpoch) <= step),
    rateChanges: run.rateChanges.filter((change) => change.step < step),
    dynamics: run.dynamics.filter((measured) => measured.step < step),
    marks: [],
  }
}

function withSteps(run: Run, event: Extract<TrainerEvent, { type: 'steps' }>): Run {
  const lastStep = event.steps.at(-1)
  if (lastStep === undefined) return run
  const steps = lastStep.step + 1
  return {
    ...run,
    steps,
    trainSeconds: event.trainSeconds,
    wallSeconds: event.wallSeconds,
    augmentSeconds: event.augmentSeconds ?? null,
    lastStep,
    usage: event.usage,
    series: extendSeries(run.series, event.steps),
    marks: addMark(run.marks, { steps, seconds: event.trainSeconds }),
  }
}

/** Whether a run occupies the worker: it is being prepared, running or paused. */
export const isUnderWay = (run: Run): boolean =>
  run.phase === 'preparing' || run.phase === 'running' || run.phase === 'paused'

/** Completed epochs, as a fraction. */
export const epochsDone = (run: Run): number =>
  run.plan === null ? 0 : run.steps / run.plan.length.stepsPerEpoch

/** Whether the last test was no better than chance, after enough epochs to learn something. */
export function guessed(run: Run): boolean {
  const last = run.epochs.at(-1)
  if (last === undefined || run.plan === null) return false
  return isGuessing(last.epoch, finalScore(last.test).accuracy, run.plan.testImages)
}

/**
 * The plain cross-entropy of a test's final score; null if an earlier version of lab94 included label smoothing in it,
 * as before the resume of a run that it saved. `labelSmoothing` is the recipe's.
 */
export const plainTestLoss = (
  { test, plainTestLoss: isPlain }: EpochScores,
  labelSmoothing: number,
): number | null => (isPlain || labelSmoothing === 0 ? finalScore(test).loss : null)

/** The first measured point at the target; null on the sample, which makes the target meaningless. */
export function crossingOf(run: Run): EpochScores | null {
  if (run.request.dataset === 'sample') return null
  return run.epochs.find((entry) => finalScore(entry.test).accuracy >= GOAL) ?? null
}
