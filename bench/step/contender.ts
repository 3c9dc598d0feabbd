import type { Records } from '../../src/data/records.ts'
import type { BatchSpec, EngineSpec } from '../../src/engine/engine.ts'
import type { ContenderName } from '../options.ts'
import type { Repeatable } from '../sample.ts'

/** Seed of the initial weights, which all contenders share. */
export const SEED = 1

/** The task of all contenders: one training step, repeated. */
export interface Task {
  /** The initial weights, in single precision. */
  readonly spec: EngineSpec
  /** One batch of images. */
  readonly records: Records
  readonly plan: BatchSpec
}

/** A whole training step, repeated: forward, loss, backward, optimiser and running statistics. */
export interface Contender extends Repeatable {
  readonly name: ContenderName
  /** The engine's name in the report, without the precision. */
  readonly engine: string
  readonly precision: 'f16' | 'f32'
  /** The data set's part of the device's bytes. */
  readonly dataBytes: number
  /** Waits for the last step and returns its mean loss. Throws if the GPU failed. */
  loss(): Promise<number>
  dispose(): void
}
