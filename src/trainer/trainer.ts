import { DeviceLost } from '../engine/device/device.ts'
import { TrainingLoop } from './loop/loop.ts'
import { RunState } from './loop/run-state.ts'
import { describeFailure, Diverged } from './recovery/failure.ts'
import { type Interruption, lossFailure } from './recovery/interruption.ts'
import { Abandoned } from './recovery/stall.ts'
import type { TrainerOptions } from './trainer-options.ts'

/** Trains a recipe from the first step to the final test. Reports in events; an engine failure is the last one. */
export async function train(options: TrainerOptions): Promise<void> {
  try {
    const lost = await trainUntilLost(options)
    if (lost) options.emit(lossFailure(lost))
  } finally {
    options.control.end()
  }
}

/**
 * Like `train`, but leaves a lost device to the caller and the control open: resolves to the position at which the
 * device was lost, or to null at the end of the run.
 */
export async function trainUntilLost(options: TrainerOptions): Promise<Interruption | null> {
  const state = new RunState(options)
  const loop = new TrainingLoop(options, state)
  try {
    await loop.play()
  } catch (error) {
    const { step, saved } = state
    if (error instanceof DeviceLost) return { error, step, saved }
    if (error instanceof Abandoned) {
      options.emit({ type: 'stopped', step })
      return null
    }
    options.emit({
      type: 'failed',
      step,
      ...describeFailure(error, 'Run it again, or resume from the last checkpoint.'),
      saved,
      ...(error instanceof Diverged && { diverged: true }),
    })
  }
  return null
}
