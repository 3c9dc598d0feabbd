import { expect, it, onTestFinished } from 'vitest'
import { createWgslEngine } from '../../engine/wgsl/engine.ts'
import { openSharedDevice, smallTiny, testImages } from '../../engine/wgsl/testing/run.ts'
import { firstRecords } from '../../headless/images/subset.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { Checkpoint } from './checkpoint.ts'
import { RunControl } from '../control.ts'
import { prepareEngine } from '../schedule/prepare.ts'
import { train } from '../trainer.ts'

const SEED = 3
const RECIPE: Recipe = {
  ...smallTiny(),
  length: { unit: 'steps', count: 10 },
  averaging: { kind: 'lookahead', rho: 0.9, everySteps: 2 },
}

/** Trains to the end, from the start or a checkpoint; returns the saved states and the last one. */
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
  const saved: Checkpoint[] = []
  await train({
    engine,
    recipe,
    requestedBatchSize: recipe.batchSize,
    seed: SEED,
    train: splits.train,
    testImages: splits.test.count,
    control: new RunControl(),
    emit: () => {},
    // Time stands still, so that every epoch is saved.
    now: () => 0,
    from,
    saveCheckpoint: (checkpoint) => saved.push(checkpoint),
  })
  return { saved, end: await engine.snapshot() }
}

it('a run resumed from a checkpoint ends with the same bits', async () => {
  const whole = await trainFrom(null)
  expect(whole.saved.map(({ snapshot }) => snapshot.step)).toEqual([2, 4, 6, 8, 10])
  const resumed = await trainFrom(whole.saved[0])
  expect(resumed.end).toEqual(whole.end)
  expect(resumed.saved.at(-1)).toEqual(whole.saved.at(-1))
  expect(resumed.end).not.toEqual(whole.saved[0].snapshot)
})
