import { describe, expect, it } from 'vitest'
import { presetNamed } from '../recipe/presets.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { RunControl } from './control.ts'
import type { TrainerEvent } from './events.ts'
import { ScriptedEngine } from './scripted-engine.ts'
import { train } from './trainer.ts'

const page10 = presetNamed('page-10').recipe
const short: Recipe = {
  ...page10,
  batchSize: 32,
  length: { unit: 'epochs', count: 2.5 },
}

function run(recipe: Recipe, engine: ScriptedEngine, control = new RunControl()) {
  const events: TrainerEvent[] = []
  let milliseconds = 0
  const done = train({
    engine,
    recipe,
    requestedBatchSize: recipe.batchSize,
    seed: 1,
    trainImages: 140,
    testImages: 100,
    control,
    emit: (event) => events.push(event),
    now: () => (milliseconds += 1),
  })
  return { events, done, control }
}

const eventTypes = (events: TrainerEvent[]) => events.map((event) => event.type)

describe('train', () => {
  it('takes every step once, over whole batches, and reports epochs and the end', async () => {
    const engine = new ScriptedEngine((step) => 2 - step / 10)
    const { events, done } = run(short, engine)
    await done
    expect(engine.plans.map((plan) => plan.step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(engine.plans.map((plan) => plan.first)).toEqual([0, 32, 64, 96, 0, 32, 64, 96, 0, 32])
    expect(engine.plans.map((plan) => plan.choices.epoch)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2])
    const epochs = events.filter((event) => event.type === 'epoch')
    expect(epochs.map((event) => event.epoch)).toEqual([1, 2, 2.5])
    expect(epochs[0].train.loss).toBeCloseTo((2 + 1.9 + 1.8 + 1.7) / 4)
    expect(eventTypes(events).at(-1)).toBe('done')
    const seen = events.flatMap((event) => (event.type === 'steps' ? event.steps : []))
    expect(seen.map((entry) => entry.step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('tests the averaged weights with views first, then without, then the live ones', async () => {
    const engine = new ScriptedEngine(() => 1)
    const { events, done } = run({ ...short, length: { unit: 'steps', count: 2 } }, engine)
    await done
    expect(engine.evaluations).toEqual([
      { split: 'test', views: 2, weights: 'average' },
      { split: 'test', views: 1, weights: 'average' },
      { split: 'test', views: 1, weights: 'live' },
    ])
    const last = events.at(-1)
    expect(last?.type === 'done' && last.test.views?.accuracy).toBe(0.82)
  })

  it('pauses, takes single steps, goes on and stops', async () => {
    const control = new RunControl()
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 2) control.pause()
        if (step === 6) control.stop()
      },
    )
    const { events, done } = run(short, engine, control)
    const pausedTimes = (n: number) =>
      expect.poll(() => events.filter((event) => event.type === 'paused').length).toBe(n)
    await pausedTimes(1)
    expect(engine.plans).toHaveLength(3)
    control.step()
    await pausedTimes(2)
    expect(engine.plans).toHaveLength(4)
    control.resume()
    await done
    expect(engine.plans).toHaveLength(7)
    expect(events.at(-1)).toEqual({ type: 'stopped', step: 7 })
    expect(eventTypes(events)).not.toContain('done')
  })

  it('ends with the step and a remedy when the loss is no longer a number', async () => {
    const engine = new ScriptedEngine((step) => (step === 3 ? Number.NaN : 1))
    const { events, done } = run(short, engine)
    await done
    const last = events.at(-1)
    expect(last).toMatchObject({ type: 'failed', message: expect.stringContaining('step 4') })
  })

  it('ends with the engine’s own words when the engine fails', async () => {
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 1) throw new Error('This tab lost the GPU.')
      },
    )
    const { events, done } = run(short, engine)
    await done
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      step: 1,
      message: 'This tab lost the GPU.',
    })
  })
})
