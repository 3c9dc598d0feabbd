import type { DatasetName } from '../data/status.ts'
import type { StepDynamics } from '../engine/dynamics.ts'
import type { EngineName, NamedImages } from '../engine/engine.ts'
import type { RecipeChoice } from '../recipe/choice.ts'
import {
  finalScore,
  type GoneOn,
  type KeptAt,
  type RunPlan,
  type SplitScore,
  type StepEvent,
  type StepUsage,
  type TestScores,
  type TrainerEvent,
} from '../trainer/events.ts'
import type { ForgettingPoint } from '../trainer/forgetting.ts'
import type { Measures } from '../trainer/measures.ts'
import type { KernelProgress, WorkerEvent } from '../worker/protocol.ts'
import { addMark, type PaceMark } from './pace.ts'
import { emptySeries, extendSeries, seriesUpTo, type StepSeries } from './step-series.ts'

/** The share of test images that lab94 trains towards. */
export const GOAL = 0.94

/** What was asked for: with the data, it decides the run. */
export interface RunRequest {
  readonly choice: RecipeChoice
  readonly seed: number
  readonly dataset: DatasetName
  readonly engine: EngineName
  /** What is measured beside the usual; it does not change the run. */
  readonly measures?: Measures
}

export type Preparation = 'data' | 'engine' | 'kernels'

export type RunPhase = 'preparing' | 'running' | 'paused' | 'done' | 'stopped' | 'failed'

/** A change of the learning rate while the run went on: from `step` on, the schedule times `factor`. */
export interface RateChange {
  readonly step: number
  readonly factor: number
}

/** Scores measured between two epochs, or at the end. */
export interface EpochScores {
  /** Epochs completed; fractional where the run ends inside one. */
  readonly epoch: number
  readonly trainSeconds: number
  readonly train: SplitScore
  readonly test: TestScores
}

interface Failure {
  readonly message: string
  readonly advice: string
  /** Whether the loss was no number any more: the recipe's doing, not the machine's. */
  readonly diverged?: true
}

/** One run, from the request to its end: all that the page shows of it. */
export interface Run {
  readonly request: RunRequest
  readonly phase: RunPhase
  readonly preparing: Preparation
  /** How far the GPU's programs are built, once that began. */
  readonly kernels: KernelProgress | null
  /** Null until the first step is about to be taken. */
  readonly plan: RunPlan | null
  readonly steps: number
  readonly trainSeconds: number
  readonly wallSeconds: number
  /** What making images on the processor took of the training time; null where the engine augments. */
  readonly augmentSeconds: number | null
  readonly lastStep: StepEvent | null
  /** What the last steps took of the machine. */
  readonly usage: StepUsage | null
  readonly series: StepSeries
  readonly epochs: readonly EpochScores[]
  readonly marks: readonly PaceMark[]
  readonly rateChanges: readonly RateChange[]
  /** How the parameters moved in the steps that were measured. */
  readonly dynamics: readonly StepDynamics[]
  /** How training images are remembered at the end; null where that was not measured. */
  readonly forgetting: readonly ForgettingPoint[] | null
  /** Where the run can go on from, should it end before its end. */
  readonly kept: KeptAt | null
  /** Where it went on from, if it did. */
  readonly goneOn: GoneOn | null
  readonly result: TestScores | null
  /** How the final score's weights named the test images: counts[truth * 10 + answer]. */
  readonly confusion: readonly number[] | null
  /** How they named each of them. */
  readonly named: NamedImages | null
  readonly failure: Failure | null
}

export const requestRun = (request: RunRequest): Run => ({
  request,
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
  kept: null,
  goneOn: null,
  result: null,
  confusion: null,
  named: null,
  failure: null,
})

/** A run that ended before its end, asked to go on; what is known of it stays. */
export const requestAgain = (run: Run): Run => ({
  ...run,
  phase: 'preparing',
  preparing: 'data',
  failure: null,
})

/** The run after the worker told what it prepares. */
export const withPreparation = (
  run: Run,
  event: Extract<WorkerEvent, { type: 'preparing' }>,
): Run => ({
  ...run,
  preparing: event.what,
  kernels:
    event.what === 'kernels' ? { compiled: event.compiled, total: event.total } : run.kernels,
})

/** The run after one more event of its trainer. */
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
          // One that goes on may be told of its last test again.
          ...run.epochs.filter(({ epoch }) => epoch < event.epoch),
          {
            epoch: event.epoch,
            trainSeconds: event.trainSeconds,
            train: event.train,
            test: event.test,
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
      return { ...run, kept: { step: event.step, epoch: event.epoch } }
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
        named: event.named,
      }
    case 'stopped':
      return { ...run, phase: 'stopped' }
    case 'failed':
      return {
        ...run,
        phase: 'failed',
        failure: {
          message: event.message,
          advice: event.advice,
          ...(event.diverged && { diverged: event.diverged }),
        },
      }
  }
}

/** A run at its first step, or one that goes on: what it was told of later steps will be told again. */
function begun(run: Run, { plan, goneOn }: Extract<TrainerEvent, { type: 'begin' }>): Run {
  const started = { ...run, phase: 'running', plan, goneOn } as const
  if (goneOn === null) {
    return {
      ...started,
      series: emptySeries(plan.length.steps),
      marks: [{ steps: 0, seconds: 0 }],
    }
  }
  const { step } = goneOn
  const before = run.plan === null ? emptySeries(plan.length.steps) : run.series
  return {
    ...started,
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

/** Whether a run holds the worker: it is being prepared, runs, or is paused. */
export const isUnderWay = (run: Run): boolean =>
  run.phase === 'preparing' || run.phase === 'running' || run.phase === 'paused'

/** Epochs behind the run, as a fraction. */
export const epochsDone = (run: Run): number =>
  run.plan === null ? 0 : run.steps / run.plan.length.stepsPerEpoch

/** The first measured point at the goal; null on the sample, where the goal means nothing. */
export function crossingOf(run: Run): EpochScores | null {
  if (run.request.dataset === 'sample') return null
  return run.epochs.find((entry) => finalScore(entry.test).accuracy >= GOAL) ?? null
}
