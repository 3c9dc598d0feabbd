import { describe, expect, it } from 'vitest'
import { DeviceLost } from '../engine/device/device.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { RunControl } from './control.ts'
import { ScriptedEngine } from './testing/scripted-engine.ts'
import { eventTypes, SHORT, startRun } from './testing/scripted-run.ts'

describe('train', () => {
  it('takes every step once, over whole batches, and reports epochs and the end', async () => {
    const engine = new ScriptedEngine((step) => 2 - step / 10)
    const { events, done } = startRun(SHORT, engine)
    await done
    expect(engine.plans.map((plan) => plan.step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(engine.plans.map((plan) => plan.first)).toEqual([0, 32, 64, 96, 0, 32, 64, 96, 0, 32])
    expect(engine.plans.map((plan) => plan.draws.epoch)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2])
    const epochs = events.filter((event) => event.type === 'epoch')
    expect(epochs.map((event) => event.epoch)).toEqual([1, 2, 2.5])
    expect(epochs[0].train.loss).toBeCloseTo((2 + 1.9 + 1.8 + 1.7) / 4)
    expect(eventTypes(events).at(-1)).toBe('done')
    const seen = events.flatMap((event) => (event.type === 'steps' ? event.steps : []))
    expect(seen.map((entry) => entry.step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it.each([
    { place: 'gpu', made: [], timed: false },
    { place: 'cpuEachStep', made: [0, 1, 2, 3, 4], timed: true },
    { place: 'cpuOncePerEpoch', made: [0, 1, 2, 3, 4], timed: true },
  ] as const)('supplies batches if images are made by $place, and reports the time', async (c) => {
    const engine = new ScriptedEngine(() => 1)
    const augmentation = { ...SHORT.augmentation, place: c.place }
    const recipe: Recipe = { ...SHORT, augmentation, length: { unit: 'steps', count: 5 } }
    const { events, done } = startRun(recipe, engine)
    await done
    const made = engine.plans.filter((plan) => plan.made?.truth.length === 32)
    expect(made.map(({ step }) => step)).toEqual(c.made)
    const last = events.at(-1)
    const seconds = last?.type === 'done' ? last.augmentSeconds : undefined
    expect(seconds !== undefined && seconds > 0).toBe(c.timed)
  })

  it('ends with the engine’s own words when the engine fails', async () => {
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 1) throw new Error('The GPU was lost.')
      },
    )
    const { events, done } = startRun(SHORT, engine)
    await done
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      step: 1,
      message: 'The GPU was lost.',
    })
  })

  it('reports a lost GPU with its step and where the run can resume', async () => {
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 6) throw new DeviceLost('The GPU was lost', 'The driver was reset.')
      },
    )
    const { events, done } = startRun(SHORT, engine, new RunControl(), { saveCheckpoint: () => {} })
    await done
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      message: 'The GPU was lost during step 7: The driver was reset.',
      advice: expect.stringMatching(/^Resume from epoch 1/),
      saved: { step: 4, epoch: 1 },
    })
  })
})
