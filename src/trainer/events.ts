import type { StepDynamics } from '../engine/dynamics.ts'
import type { EngineInfo, NamedImages } from '../engine/engine.ts'
import type { RunLength } from '../recipe/schedule.ts'
import type { ForgettingPoint } from './forgetting.ts'

export interface SplitScore {
  /** Mean loss per image. */
  readonly loss: number
  /** Share named right, 0 to 1. */
  readonly accuracy: number
}

export interface StepEvent extends SplitScore {
  /** Counted from 0. */
  readonly step: number
  /** The scheduled value: the rate a mean loss would take. */
  readonly rate: number
}

/** Test scores by what was evaluated: the weights as they are, their average, and the average with all views. */
export interface TestScores {
  readonly live: SplitScore
  readonly average: SplitScore | null
  readonly views: SplitScore | null
}

/** The score a recipe is judged by: the best-prepared weights it has. */
export const finalScore = (scores: TestScores): SplitScore =>
  scores.views ?? scores.average ?? scores.live

export interface RunPlan {
  readonly length: RunLength
  readonly batchSize: number
  readonly trainImages: number
  readonly testImages: number
  readonly seed: number
  /** Scheduled values from the first step to the last, for drawing. */
  readonly schedule: readonly { readonly epoch: number; readonly rate: number }[]
  readonly engine: EngineInfo
  /** The batch size asked for, where memory forced a smaller one. */
  readonly requestedBatchSize: number
  /** Images that plain batch norm takes its statistics over, where micro-batches make them fewer than the batch; else null. */
  readonly normImages: number | null
}

/** How far a run had come when its state was kept. */
export interface KeptAt {
  /** Steps taken. */
  readonly step: number
  /** Epochs completed; fractional inside one. */
  readonly epoch: number
}

/** A run that goes on from a checkpoint. */
export interface GoneOn {
  /** The first step taken now. */
  readonly step: number
  /** Whether it computes what the interrupted run would have, bit for bit; else within rounding. */
  readonly sameBits: boolean
}

/** What steps take of the machine. */
export interface StepUsage {
  /** GPU memory held at most so far, the data set included. */
  readonly bytesAtMost: number
  /** Mean milliseconds that a step kept the thread that asks for it; the GPU's own time is not in it. */
  readonly javascriptMs: number
}

/** How long a run has taken. */
export interface RunSeconds {
  /** The clock of design 2.9: tests between epochs and pauses left out. */
  readonly trainSeconds: number
  readonly wallSeconds: number
  /** What making images on the processor took of the training time; absent where the engine augments. */
  readonly augmentSeconds?: number
}

/** What a trainer says, in order. */
export type TrainerEvent =
  | {
      readonly type: 'begin'
      readonly plan: RunPlan
      /** Null for a run from its first step. */
      readonly goneOn: GoneOn | null
    }
  | ({
      readonly type: 'steps'
      readonly steps: readonly StepEvent[]
      readonly usage: StepUsage
    } & RunSeconds)
  | ({
      readonly type: 'epoch'
      /** Epochs completed; fractional where the run ends inside one. */
      readonly epoch: number
      readonly step: number
      readonly train: SplitScore
      readonly test: TestScores
    } & RunSeconds)
  /** How the parameters moved in the steps that were measured. */
  | { readonly type: 'dynamics'; readonly steps: readonly StepDynamics[] }
  /** How training images are remembered at the end, by how long ago they were trained on. */
  | { readonly type: 'forgetting'; readonly points: readonly ForgettingPoint[] }
  /** From this step on, the scheduled rate is multiplied by `factor`. */
  | { readonly type: 'rate'; readonly step: number; readonly factor: number }
  /** The run can go on from here, whatever happens to it afterwards. */
  | ({ readonly type: 'checkpoint' } & KeptAt)
  | { readonly type: 'paused'; readonly step: number }
  | { readonly type: 'resumed'; readonly step: number }
  | ({
      readonly type: 'done'
      readonly steps: number
      readonly test: TestScores
      /** How the weights of the final score named the test images: counts[truth * 10 + answer]. */
      readonly confusion: readonly number[]
      /** How they named each test image. */
      readonly named: NamedImages
    } & RunSeconds)
  | { readonly type: 'stopped'; readonly step: number }
  | {
      readonly type: 'failed'
      readonly step: number
      readonly message: string
      readonly advice: string
      /** Where it can go on from; null where nothing of it is kept. */
      readonly kept: KeptAt | null
      /** Whether the loss was no number any more: the recipe's doing, not the machine's. */
      readonly diverged?: true
    }
