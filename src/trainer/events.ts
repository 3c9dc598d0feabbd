import type { ErrorCode } from '../errors/codes.ts'
import type { StepDynamics } from '../engine/inspection/dynamics.ts'
import type { EngineInfo, Predictions } from '../engine/engine.ts'
import type { RunLength } from '../recipe/schedule/schedule.ts'
import type { WatchedPredictions } from './evaluation/watched-images.ts'

export interface SplitScore {
  /** Mean loss per image. */
  readonly loss: number
  /** Share classified correctly, 0 to 1. */
  readonly accuracy: number
}

/** Loss on images last trained on this many steps ago. */
export interface ForgettingPoint extends SplitScore {
  /** Mean over the images; 0 for those of the last step. */
  readonly stepsAgo: number
}

export interface StepEvent extends SplitScore {
  /** Counted from 0. */
  readonly step: number
  /** The scheduled value: the learning rate for a loss averaged over the batch. */
  readonly rate: number
}

interface LiveScores {
  readonly live: SplitScore
  readonly average: SplitScore | null
}

interface AverageScore {
  readonly live: null
  readonly average: SplitScore
}

/**
 * Test scores by what was evaluated: one view of the weights as they are, one of their average, and all views of those
 * that the recipe is judged by. Null if not tested; a test after an epoch has one of the first two.
 */
export type TestScores = (LiveScores | AverageScore) & { readonly views: SplitScore | null }

/** All the scores that a recipe has. */
export type FinalScores = LiveScores & { readonly views: SplitScore | null }

/** The score a recipe is judged by, or the closest one that was tested. */
export function finalScore({ live, average, views }: TestScores): SplitScore {
  if (views !== null) return views
  return live === null ? average : (average ?? live)
}

export interface RunSchedule {
  readonly length: RunLength
  readonly batchSize: number
  readonly trainImages: number
  readonly testImages: number
  /** See `fingerprintOf`; absent if the browser has no checksums. */
  readonly imagesFingerprint?: string
  readonly seed: number
  /** Scheduled values from the first step to the last, for drawing. */
  readonly schedule: readonly { readonly epoch: number; readonly rate: number }[]
  readonly engine: EngineInfo
  /** The recipe's batch size; memory may have forced a smaller one. */
  readonly requestedBatchSize: number
  /**
   * Images that plain batch norm computes statistics over, if micro-batches make them fewer than the batch; else null.
   */
  readonly normImages: number | null
}

/** The position of a saved state. */
export interface SavedPoint {
  /** Steps taken. */
  readonly step: number
  /** Epochs completed; fractional inside one. */
  readonly epoch: number
}

/** A device that was lost during a run. */
export interface RunInterruption {
  /** Steps taken by then. */
  readonly step: number
  /** The browser's message; may be empty. */
  readonly reason: string
  /** Where the run resumes; null for its beginning. */
  readonly resumesAt: SavedPoint | null
}

/** A resume from a checkpoint. */
export interface ResumedFrom {
  /** The first step after the resume. */
  readonly step: number
  /** Whether it computes what the interrupted run would have, bit for bit; else within rounding. */
  readonly sameBits: boolean
}

/** Resources used by steps. */
export interface StepUsage {
  /** Peak GPU memory so far, including the data set. */
  readonly bytesAtMost: number
  /** Mean milliseconds per step of the training thread, without the GPU's time. */
  readonly javascriptMs: number
}

/** How long a run has taken. */
export interface RunSeconds {
  /**
   * From the first step to the final test with all its views. Downloading, compiling, tuning, pauses and tests between
   * epochs do not count.
   */
  readonly trainSeconds: number
  readonly wallSeconds: number
  /** The part of the training time spent augmenting on the CPU; absent if the engine augments. */
  readonly augmentSeconds?: number
}

/** Events of the trainer, in order. */
export type TrainerEvent =
  | {
      readonly type: 'begin'
      readonly plan: RunSchedule
      /** Null for a run from its first step. */
      readonly resumedFrom: ResumedFrom | null
      /** A restart on another device, after `interrupted`. */
      readonly recovered?: true
    }
  | ({
      readonly type: 'steps'
      readonly steps: readonly StepEvent[]
      readonly usage: StepUsage
    } & RunSeconds)
  | ({
      readonly type: 'epoch'
      /** Epochs completed; fractional if the run ends inside one. */
      readonly epoch: number
      readonly step: number
      readonly train: SplitScore
      readonly test: TestScores
      /**
       * The test losses include no label smoothing. Absent in earlier versions' events, whose losses include the
       * recipe's.
       */
      readonly plainTestLoss?: true
      /**
       * Predictions of the watched images; null if the test set does not contain them. Absent in runs saved by earlier
       * versions.
       */
      readonly watched?: WatchedPredictions | null
    } & RunSeconds)
  /** How the parameters moved in the steps that were measured. */
  | { readonly type: 'dynamics'; readonly steps: readonly StepDynamics[] }
  /** Loss on training images at the end, by how long ago they were trained on. */
  | { readonly type: 'forgetting'; readonly points: readonly ForgettingPoint[] }
  /** From this step on, the scheduled rate is multiplied by `factor`. */
  | { readonly type: 'rate'; readonly step: number; readonly factor: number }
  /** The run can resume from here. */
  | ({ readonly type: 'checkpoint' } & SavedPoint)
  | { readonly type: 'paused'; readonly step: number }
  | { readonly type: 'resumed'; readonly step: number }
  | ({
      readonly type: 'done'
      readonly steps: number
      readonly test: FinalScores
      /** The confusion matrix of the final score's weights on the test images: counts[truth * 10 + predicted]. */
      readonly confusion: readonly number[]
      /** Their prediction for each test image. */
      readonly predictions: Predictions
    } & RunSeconds)
  | { readonly type: 'stopped'; readonly step: number }
  /** The GPU hasn't responded for this long, at this step; repeated while it doesn't. */
  | { readonly type: 'stalled'; readonly step: number; readonly seconds: number }
  /** The GPU responds again; the stall doesn't count as training time. */
  | { readonly type: 'answered'; readonly step: number; readonly seconds: number }
  /** The device was lost; the run resumes automatically on another one. */
  | ({ readonly type: 'interrupted' } & RunInterruption)
  | {
      readonly type: 'failed'
      readonly step: number
      readonly code?: ErrorCode
      readonly message: string
      readonly advice: string
      /** Where it can resume; null if nothing is saved. */
      readonly saved: SavedPoint | null
      /** Whether the loss became NaN: caused by the recipe, not the machine. */
      readonly diverged?: true
    }
