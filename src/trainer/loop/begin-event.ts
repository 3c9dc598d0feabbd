import { sampleSchedule } from '../../recipe/schedule/schedule.ts'
import type { ResumedFrom, RunSchedule, TrainerEvent } from '../events.ts'
import { normImages } from '../schedule/norm-images.ts'
import type { TrainerOptions } from '../trainer-options.ts'
import type { RunState } from './run-state.ts'

/** What a run reports before its first step. */
export const beginEvent = (options: TrainerOptions, state: RunState): TrainerEvent => ({
  type: 'begin',
  plan: runSchedule(options, state),
  resumedFrom: resumedFrom(options, state),
  ...(options.retaken && { recovered: true }),
})

function runSchedule(options: TrainerOptions, { length }: RunState): RunSchedule {
  const { recipe, engine, seed, train, testImages, requestedBatchSize } = options
  const { imagesFingerprint } = options
  return {
    length,
    batchSize: recipe.batchSize,
    requestedBatchSize,
    trainImages: train.count,
    testImages,
    ...(imagesFingerprint !== undefined && { imagesFingerprint }),
    seed,
    schedule: sampleSchedule(recipe, length),
    engine: engine.info,
    normImages: normImages(recipe, engine.info.microBatches),
  }
}

function resumedFrom(options: TrainerOptions, { step }: RunState): ResumedFrom | null {
  const { from, fromOtherWork = false, engine } = options
  if (!from) return null
  const sameVariant = from.snapshot.writer === engine.info.variant
  return { step, sameBits: sameVariant && !fromOtherWork }
}
