import { fingerprintOf } from '../../data/facts/fingerprint.ts'
import type { Splits } from '../../data/split.ts'
import type { OpenDevice } from '../../engine/device/device.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { RunControl } from '../../trainer/control.ts'
import type { TrainerEvent } from '../../trainer/events.ts'
import { prepareEngine } from '../../trainer/schedule/prepare.ts'
import { train } from '../../trainer/trainer.ts'
import { AwakeClock } from './awake-clock.ts'
import { createHeadlessEngine } from '../device/engines.ts'
import type { Saving } from './saving.ts'
import type { TrainOptions } from './train-options.ts'

/** A run to train, from its first step or from the checkpoint in `saving`. */
export interface HeadlessRun {
  readonly options: Pick<
    TrainOptions,
    'recipe' | 'seed' | 'engine' | 'checkpointMinutes' | 'dynamicsEvery' | 'testAll'
  >
  readonly splits: Splits
  readonly saving: Saving
  readonly device: OpenDevice
  readonly control: RunControl
  /** Called with new events. */
  readonly onEvent: (event: TrainerEvent) => void
}

export interface TrainedRun {
  /** Holds the trained weights. The caller disposes of it. */
  readonly engine: Engine
  /** The recipe as trained: memory may have forced a smaller batch. */
  readonly recipe: Recipe
  /** All events of the run, including those before its checkpoint. The last one says how it ended. */
  readonly events: readonly TrainerEvent[]
}

/**
 * Trains a run until it finishes, fails or is stopped; null if stopped before its engine is built. Rejects if no engine
 * can be built.
 */
export async function trainInTerminal(run: HeadlessRun): Promise<TrainedRun | null> {
  const { options, splits, saving, device, control, onEvent } = run
  const { seed } = options
  const prepared = await control.unlessStopped(
    prepareEngine({
      createEngine: (spec) => createHeadlessEngine(options.engine, device, spec, saving.build),
      recipe: saving.recipe,
      seed,
      ...splits,
      from: saving.saved?.checkpoint.snapshot ?? null,
      signal: control.signal,
    }),
  )
  if (prepared === null) return null
  const { engine, recipe } = prepared
  const events: TrainerEvent[] = [...(saving.saved?.events ?? [])]
  control.dynamicsEvery = options.dynamicsEvery
  const clock = new AwakeClock()
  const stopClock = clock.start()
  await train({
    engine,
    recipe,
    requestedBatchSize: options.recipe.batchSize,
    seed,
    train: splits.train,
    testImages: splits.test.count,
    imagesFingerprint: await fingerprintOf(splits),
    measures: options.testAll ? { testAll: true } : {},
    control,
    emit: (event) => {
      events.push(event)
      onEvent(event)
    },
    now: () => clock.now(),
    from: saving.saved?.checkpoint ?? null,
    saveCheckpoint: saving.saver(engine, recipe, events),
    checkpointIntervalMs: 60_000 * options.checkpointMinutes,
  })
  stopClock()
  return { engine, recipe, events }
}
