import type { Records } from '../data/records.ts'
import type { Engine } from '../engine/engine.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { RunControl } from './control.ts'
import type { TrainerEvent } from './events.ts'
import type { Measures } from './measures.ts'
import type { Checkpoint } from './recovery/checkpoint.ts'

export interface TrainerOptions {
  /** Loaded with both splits, and initialised with `seed` or restored from the checkpoint. */
  readonly engine: Engine
  readonly recipe: Recipe
  /** The preset's batch size; `recipe` may have a smaller one. */
  readonly requestedBatchSize: number
  readonly seed: number
  /** What it trains on. */
  readonly train: Records
  readonly testImages: number
  readonly control: RunControl
  readonly emit: (event: TrainerEvent) => void
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  /** The checkpoint to resume from; absent for a new run. */
  readonly from?: Checkpoint | null
  /** Factor on the learning rate at the resume, on top of the checkpoint's own factor. */
  readonly rateScale?: number
  /** Whether the checkpoint is of another version of the program or of other images. */
  readonly fromOtherWork?: boolean
  /** What the images are known by, see `fingerprintOf`. */
  readonly imagesFingerprint?: string
  /** Steps repeated after a lost device, with the rate changes made in them. */
  readonly retaken?: RetakenSteps | null
  /** Optional measurements. */
  readonly measures?: Measures
  /** Saves a checkpoint; without it, no state is read back. */
  readonly saveCheckpoint?: ((checkpoint: Checkpoint) => void) | null
  /** Milliseconds this thread has spent storing checkpoints. */
  readonly savingMs?: () => number
  /** Milliseconds between checkpoints; 10 s by default. */
  readonly checkpointIntervalMs?: number
}

/** Steps that a run repeats. */
export interface RetakenSteps {
  /** The first step that wasn't taken before. */
  readonly end: number
  readonly rateChanges: readonly { readonly step: number; readonly factor: number }[]
}
