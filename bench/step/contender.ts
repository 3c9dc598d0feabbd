import type { Records } from '../../src/data/records.ts'
import type { BatchSpec, EngineSpec } from '../../src/engine/engine.ts'
import type { ContenderName } from '../options.ts'
import type { Repeatable } from '../sample.ts'

/** Of the weights that all contenders start from. */
export const SEED = 1

/** What all contenders do: one step of training, over and over. */
export interface Task {
  /** In single precision. */
  readonly spec: EngineSpec
  /** One batch of images. */
  readonly records: Records
  readonly plan: BatchSpec
}

/** A whole training step, repeated: forward, loss, backward, optimiser and running statistics. */
export interface Contender extends Repeatable {
  readonly name: ContenderName
  /** As in the result: our engine is one, whatever its precision. */
  readonly engine: string
  readonly precision: 'f16' | 'f32'
  /** Bytes of the data set among those of the device. */
  readonly dataBytes: number
  /** The mean loss of the last step; waits for it, and throws where the GPU failed. */
  loss(): Promise<number>
  dispose(): void
}
