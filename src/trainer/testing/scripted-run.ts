import { allocateRecords } from '../../data/split.ts'
import { presetNamed } from '../../recipe/presets.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { RunControl } from '../control.ts'
import type { StepEvent, TrainerEvent } from '../events.ts'
import type { TrainerOptions } from '../trainer-options.ts'
import { train } from '../trainer.ts'
import type { ScriptedEngine } from './scripted-engine.ts'

/** Ten steps on the 140 images of `startRun`, four in an epoch. */
export const SHORT: Recipe = {
  ...presetNamed('page-10').recipe,
  batchSize: 32,
  length: { unit: 'epochs', count: 2.5 },
}

/** Trains on 140 blank images under a clock that advances by a millisecond with each reading. */
export function startRun(
  recipe: Recipe,
  engine: ScriptedEngine,
  control = new RunControl(),
  more: Partial<TrainerOptions> = {},
) {
  const events: TrainerEvent[] = []
  let milliseconds = 0
  const done = train({
    engine,
    recipe,
    requestedBatchSize: recipe.batchSize,
    seed: 1,
    train: allocateRecords(140),
    testImages: 100,
    control,
    emit: (event) => events.push(event),
    now: () => (milliseconds += 1),
    ...more,
  })
  return { events, done, control }
}

export const eventTypes = (events: readonly TrainerEvent[]): TrainerEvent['type'][] =>
  events.map((event) => event.type)

/** The steps that a run reported, whatever their grouping. */
export const stepsOf = (events: readonly TrainerEvent[]): StepEvent[] =>
  events.flatMap((event) => (event.type === 'steps' ? event.steps : []))
