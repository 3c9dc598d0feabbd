import { expect, it, onTestFinished } from 'vitest'
import { createWgslEngine } from '../engine/wgsl/engine.ts'
import { openSharedDevice, smallRecipe, testImages } from '../engine/wgsl/test-run.ts'
import { firstRecords } from '../headless/subset.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { Checkpoint } from './checkpoint.ts'
import { RunControl } from './control.ts'
import { prepareEngine } from './prepare.ts'
import { train } from './trainer.ts'

const SEED = 3
const RECIPE: Recipe = {
  ...smallRecipe('tiny', 0.5, 16),
  length: { unit: 'steps', count: 10 },
  averaging: { kind: 'lookahead', rho: 0.9, everySteps: 2 },
}

/** Trains to the end, or from a checkpoint; returns the states that were kept and the last one. */
async function trainFrom(from: Checkpoint | null) {
  const images = await testImages()
  const splits = { train: firstRecords(images.train, 64), test: firstRecords(images.test, 16) }
  const device = await openSharedDevice()
  const { engine, recipe } = await prepareEngine({
    createEngine: (spec) => createWgslEngine(device, spec),
    recipe: RECIPE,
    seed: SEED,
    ...splits,
    from: from?.snapshot ?? null,
  })
  onTestFinished(() => engine.dispose())
  const kept: Checkpoint[] = []
  await train({
    engine,
    recipe,
    requestedBatchSize: recipe.batchSize,
    seed: SEED,
    train: splits.train,
    testImages: splits.test.count,
    control: new RunControl(),
    emit: () => {},
    // No time passes, so that every epoch is kept.
    now: () => 0,
    from,
    keep: (checkpoint) => kept.push(checkpoint),
  })
  return { kept, end: await engine.snapshot() }
}

it('a run that goes on from a checkpoint ends with the same bits', async () => {
  const whole = await trainFrom(null)
  expect(whole.kept.map(({ snapshot }) => snapshot.step)).toEqual([4, 8, 10])
  const resumed = await trainFrom(whole.kept[0])
  expect(resumed.end).toEqual(whole.end)
  expect(resumed.kept.at(-1)).toEqual(whole.kept.at(-1))
  expect(resumed.end).not.toEqual(whole.kept[0].snapshot)
})
