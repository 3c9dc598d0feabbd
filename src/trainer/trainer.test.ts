import { describe, expect, it } from 'vitest'
import { allocateRecords } from '../data/split.ts'
import { presetNamed } from '../recipe/presets.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { DeviceLost } from '../engine/device.ts'
import { PLAIN_VIEW } from '../engine/engine.ts'
import type { Checkpoint } from './checkpoint.ts'
import { RunControl } from './control.ts'
import type { TrainerEvent } from './events.ts'
import { ScriptedEngine } from './scripted-engine.ts'

import { train, type TrainerOptions } from './trainer.ts'

const page10 = presetNamed('page-10').recipe
const short: Recipe = {
  ...page10,
  batchSize: 32,
  length: { unit: 'epochs', count: 2.5 },
}

function run(
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
      { split: 'test', views: 2, weights: 'average', share: 1 },
      { split: 'test', views: 1, weights: 'average', share: 1 },
      { split: 'test', views: 1, weights: 'live', share: 1 },
    ])
    const last = events.at(-1)
    expect(last?.type === 'done' && last.test.views?.accuracy).toBe(0.82)
  })

  it('looks again only where in doubt, and only with the best weights, where views are selective', async () => {
    const engine = new ScriptedEngine(() => 1)
    const recipe: Recipe = { ...short, views: 'selective', length: { unit: 'steps', count: 1 } }
    await run(recipe, engine).done
    expect(engine.evaluations.map(({ views, share }) => [views, share])).toEqual([
      [6, 1 / 4],
      [1, 1],
      [1, 1],
    ])
  })

  it.each([
    { place: 'gpu', made: [], timed: false },
    { place: 'cpuEachStep', made: [0, 1, 2, 3, 4], timed: true },
    { place: 'cpuOncePerEpoch', made: [0, 1, 2, 3, 4], timed: true },
  ] as const)('brings batches where images are made by $place, and tells the time', async (c) => {
    const engine = new ScriptedEngine(() => 1)
    const augmentation = { ...short.augmentation, place: c.place }
    const recipe: Recipe = { ...short, augmentation, length: { unit: 'steps', count: 5 } }
    const { events, done } = run(recipe, engine)
    await done
    const made = engine.plans.filter((plan) => plan.made?.truth.length === 32)
    expect(made.map(({ step }) => step)).toEqual(c.made)
    const last = events.at(-1)
    const seconds = last?.type === 'done' ? last.augmentSeconds : undefined
    expect(seconds !== undefined && seconds > 0).toBe(c.timed)
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

  it('says of a loss that is no number that the recipe did it, of other failures not', async () => {
    const diverging = run(short, new ScriptedEngine(() => Number.NaN))
    await diverging.done
    expect(diverging.events.at(-1)).toMatchObject({ type: 'failed', diverged: true })
    const broken = new ScriptedEngine(() => 1)
    broken.step = () => {
      throw new Error('Out of memory.')
    }
    const failing = run(short, broken)
    await failing.done
    expect(failing.events.at(-1)).not.toHaveProperty('diverged')
  })

  it('tells before the end how images are remembered, where that is asked for', async () => {
    const measures = { forgetting: { groups: 3, images: 20 } }
    const { events, done } = run(short, new ScriptedEngine(() => 1), undefined, { measures })
    await done
    const types = eventTypes(events)
    expect(types.indexOf('forgetting')).toBeGreaterThan(types.lastIndexOf('steps'))
    expect(types.indexOf('forgetting')).toBeLessThan(types.indexOf('done'))
    const told = events.flatMap((event) => (event.type === 'forgetting' ? event.points : []))
    expect(told.map(({ stepsAgo }) => stepsAgo)).toEqual(
      told.map(({ stepsAgo }) => stepsAgo).toSorted((a, b) => a - b),
    )
    expect(told).toHaveLength(3)
    const plain = run(short, new ScriptedEngine(() => 1))
    await plain.done
    expect(eventTypes(plain.events)).not.toContain('forgetting')
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

  it('changes the rate from the next step on, and says so', async () => {
    const control = new RunControl()
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 3) control.rateFactor = 0.5
      },
    )
    const { events, done } = run(short, engine, control)
    await done
    const plain = new ScriptedEngine(() => 1)
    await run(short, plain).done
    engine.plans.forEach(({ rates }, step) => {
      const factor = step < 4 ? 1 : 0.5
      const { convWeight } = plain.plans[step].rates
      expect(rates.convWeight).toEqual({
        learningRate: factor * (convWeight?.learningRate ?? NaN),
        weightDecay: convWeight?.weightDecay,
      })
    })
    expect(events).toContainEqual({ type: 'rate', step: 4, factor: 0.5 })
    const rates = stepsOf(events).map(({ rate }) => rate)
    expect(rates[4] / rates[3]).toBeLessThan(0.7)
  })

  it('measures how parameters move as often as asked, and not before', async () => {
    const control = new RunControl()
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 2) control.dynamicsEvery = 3
        if (step === 7) control.dynamicsEvery = 0
      },
    )
    const { events, done } = run(short, engine, control)
    await done
    const measured = events.flatMap((event) => (event.type === 'dynamics' ? event.steps : []))
    expect(measured.map(({ step }) => step)).toEqual([3, 6])
  })

  it('tells a lost GPU by its step and where the run can go on', async () => {
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 6) throw new DeviceLost('The GPU was lost', 'The driver was reset.')
      },
    )
    const { events, done } = run(short, engine, new RunControl(), { keep: () => {} })
    await done
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      message: 'This tab lost the GPU at step 7: The driver was reset.',
      advice: expect.stringMatching(/^Go on from epoch 1/),
      kept: { step: 4, epoch: 1 },
    })
  })
})

const stepsOf = (events: readonly TrainerEvent[]) =>
  events.flatMap((event) => (event.type === 'steps' ? event.steps : []))

describe('between two steps', () => {
  it('others may use the engine, off the clock, also while the run is paused', async () => {
    const control = new RunControl()
    let milliseconds = 0
    const evaluate = async () => {
      milliseconds += 10_000
      return engine.evaluate('test', [PLAIN_VIEW], 'live', 10)
    }
    const asked: Promise<unknown>[] = []
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        milliseconds += 100
        if (step === 1) asked.push(control.between(evaluate))
        if (step === 5) control.pause()
      },
    )
    const { events, done } = run(short, engine, control, { now: () => milliseconds })
    await expect.poll(() => eventTypes(events).at(-1)).toBe('paused')
    const result = await control.between(evaluate)
    expect(result.count).toBe(10)
    expect(await Promise.all(asked)).toHaveLength(1)
    control.resume()
    await done
    const last = events.at(-1)
    expect(last?.type === 'done' && last.trainSeconds).toBe(1)
    expect(last?.type === 'done' && last.wallSeconds).toBe(21)
    await expect(control.between(evaluate)).rejects.toThrow('ended')
  })
})

describe('going on from a checkpoint', () => {
  /** A run whose steps take a tenth of a second, and whose state is kept wherever that is possible. */
  function kept(from: Checkpoint | null, stopAt = Infinity) {
    const control = new RunControl()
    const checkpoints: Checkpoint[] = []
    let milliseconds = 0
    const engine = new ScriptedEngine(
      (step) => 2 - step / 10,
      (step) => {
        milliseconds += 100
        if (step === 2) control.rateFactor = 0.5
        if (step === stopAt) control.stop()
      },
    )
    const options = {
      from,
      keep: (checkpoint: Checkpoint) => void checkpoints.push(checkpoint),
      now: () => milliseconds,
    }
    return { ...run(short, engine, control, options), checkpoints, engine }
  }

  /** What was told, apart from how steps were told together. */
  const told = (events: readonly TrainerEvent[]) => ({
    steps: stepsOf(events),
    rest: events.filter(({ type }) => !['begin', 'steps', 'checkpoint', 'stopped'].includes(type)),
  })

  it('tells what the uninterrupted run tells, from every place where it was kept', async () => {
    const whole = kept(null)
    await whole.done
    expect(whole.checkpoints.map(({ snapshot }) => snapshot.step)).toEqual([4, 8, 10])
    for (const checkpoint of whole.checkpoints) {
      const { step } = checkpoint.snapshot
      const at = whole.events.findIndex(
        (event) => event.type === 'checkpoint' && event.step === step,
      )
      const resumed = kept(checkpoint)
      await resumed.done
      expect(resumed.events[0]).toMatchObject({ goneOn: { step, sameBits: true } })
      expect(told(resumed.events)).toEqual(told(whole.events.slice(at)))
      expect(resumed.engine.plans).toEqual(whole.engine.plans.slice(step))
    }
  })

  it('goes on with a run that was stopped inside an epoch', async () => {
    const first = kept(null, 5)
    await first.done
    expect(first.events.slice(-2)).toEqual([
      { type: 'checkpoint', step: 6, epoch: 1.5 },
      { type: 'stopped', step: 6 },
    ])
    const second = kept(first.checkpoints.at(-1) ?? null)
    await second.done
    const whole = kept(null)
    await whole.done
    const both = told([...first.events, ...second.events])
    expect(both.steps).toEqual(told(whole.events).steps)
    expect(both.rest).toEqual(told(whole.events).rest)
  })
})
