import { describe, expect, it } from 'vitest'
import { allocateRecords } from '../data/split.ts'
import { presetNamed } from '../recipe/presets.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { DeviceLost } from '../engine/device/device.ts'
import { PLAIN_VIEW } from '../engine/engine.ts'
import type { Checkpoint } from './recovery/checkpoint.ts'
import { RunControl } from './control.ts'
import { WATCHED_IMAGES } from './evaluation/watched-images.ts'
import type { TrainerEvent } from './events.ts'
import { ScriptedEngine } from './testing/scripted-engine.ts'

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
    expect(engine.plans.map((plan) => plan.draws.epoch)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2])
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

  it('tests one view of the averaged weights after an epoch, and all scores where that is asked for', async () => {
    const sparing = new ScriptedEngine(() => 1)
    const { events, done } = run(short, sparing)
    await done
    expect(sparing.evaluations.map(({ views, weights }) => [views, weights])).toEqual([
      [1, 'average'],
      [1, 'average'],
      [2, 'average'],
      [1, 'average'],
      [1, 'live'],
    ])
    const tests = events.flatMap((event) => (event.type === 'epoch' ? event.test : []))
    const score = { loss: 1, accuracy: 0.81 }
    expect(tests[0]).toEqual({ live: null, average: score, views: null })
    expect(tests[2]).toEqual({ live: score, average: score, views: { loss: 1, accuracy: 0.82 } })

    const thorough = run(short, new ScriptedEngine(() => 1), undefined, {
      measures: { testAll: true },
    })
    await thorough.done
    const all = thorough.events.flatMap((event) => (event.type === 'epoch' ? event.test : []))
    expect(all).toEqual([tests[2], tests[2], tests[2]])
  })

  it('reports the predictions of the watched images with each test, from the test itself', async () => {
    class Knowing extends ScriptedEngine {
      override async evaluate(...asked: Parameters<ScriptedEngine['evaluate']>) {
        const result = await super.evaluate(...asked)
        const { labels, predicted, confidences } = result.predictions
        for (const { record, label } of WATCHED_IMAGES) {
          labels[record] = label
          predicted[record] = this.evaluations.length
          confidences[record] = 0.5
        }
        return result
      }
    }
    const engine = new Knowing(() => 1)
    const { events, done } = run(short, engine)
    await done
    expect(engine.evaluations).toHaveLength(5)
    const watched = events.flatMap((event) => (event.type === 'epoch' ? [event.watched] : []))
    expect(watched.map((of) => of?.predicted)).toEqual(
      [1, 2, 3].map((predicted) => WATCHED_IMAGES.map(() => predicted)),
    )
    expect(watched[0]?.confidences).toEqual(WATCHED_IMAGES.map(() => 0.5))
  })

  it('evaluates further views only for unconfident images and the judged weights if views are selective', async () => {
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

  it('pauses, takes single steps, resumes and stops', async () => {
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

  it('fails with the step and advice when the loss becomes NaN', async () => {
    const engine = new ScriptedEngine((step) => (step === 3 ? Number.NaN : 1))
    const { events, done } = run(short, engine)
    await done
    const last = events.at(-1)
    expect(last).toMatchObject({ type: 'failed', message: expect.stringContaining('step 4') })
  })

  it('leaves GPU stalls out of the training time, and reports them', async () => {
    let clock = 0
    const engine = new ScriptedEngine(
      () => 1,
      () => (clock += 100),
    )
    const ready = engine.ready.bind(engine)
    engine.ready = async () => {
      await ready()
      if (engine.plans.length === 6) clock += 45_000
    }
    const { events, done } = run(short, engine, new RunControl(), { now: () => clock })
    await done
    expect(events.filter(({ type }) => type === 'answered')).toEqual([
      { type: 'answered', step: 6, seconds: 45 },
    ])
    expect(events.at(-1)).toMatchObject({ type: 'done', trainSeconds: 1, wallSeconds: 46 })
  })

  it('sees a NaN within a second of steps', async () => {
    let clock = 0
    const nan = 5
    const engine = new ScriptedEngine(
      (step) => (step >= nan ? Number.NaN : 1),
      () => (clock += 40),
    )
    const long: Recipe = { ...short, length: { unit: 'epochs', count: 100 } }
    const { events, done } = run(long, engine, new RunControl(), { now: () => clock })
    await done
    expect(events.at(-1)).toMatchObject({ type: 'failed', diverged: true })
    expect(clock - 40 * nan).toBeLessThan(1000)
  })

  it('never saves a state with a NaN in it', async () => {
    const engine = new ScriptedEngine(() => 1)
    engine.snapshot = async () => {
      const tensors = { a: Float32Array.of(1, engine.plans.length > 5 ? NaN : 2) }
      return { step: engine.plans.length, writer: 'scripted', tensors }
    }
    const checkpoints: Checkpoint[] = []
    const saveCheckpoint = (checkpoint: Checkpoint) => void checkpoints.push(checkpoint)
    const { events, done } = run(short, engine, new RunControl(), { saveCheckpoint, now: () => 0 })
    await done
    expect(checkpoints.map(({ snapshot }) => snapshot.step)).toEqual([4])
    const saved = { step: 4, epoch: 1 }
    expect(events.at(-1)).toMatchObject({ type: 'failed', diverged: true, saved })
  })

  it('blames the recipe for a NaN loss, not for other failures', async () => {
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

  it('reports the forgetting curve before the end if requested', async () => {
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
        if (step === 1) throw new Error('The GPU was lost.')
      },
    )
    const { events, done } = run(short, engine)
    await done
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      step: 1,
      message: 'The GPU was lost.',
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

  it('measures dynamics at the requested interval', async () => {
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

  it.each([
    { what: 'cheap', step: 700, snapshot: 60, storing: 20, test: 4000, most: 15_000 },
    { what: 'dear', step: 400, snapshot: 500, storing: 400, test: 3000, most: 60_000 },
  ])(
    'saves $what checkpoints within epochs too: little is lost, and little time is spent',
    async ({ step, snapshot, storing, test, most }) => {
      let clock = 0
      let savingMs = 0
      let spent = 0
      const savedAt: number[] = [0]
      const engine = new ScriptedEngine(
        () => 1,
        () => (clock += step),
      )
      const evaluate = engine.evaluate.bind(engine)
      engine.evaluate = (...given) => {
        clock += test
        return evaluate(...given)
      }
      engine.snapshot = async () => {
        clock += snapshot
        spent += snapshot + storing
        savedAt.push(clock)
        return { step: 0, writer: '', tensors: {} }
      }
      const long: Recipe = { ...short, batchSize: 8, length: { unit: 'epochs', count: 20 } }
      const { events, done } = run(long, engine, new RunControl(), {
        now: () => clock,
        savingMs: () => savingMs,
        saveCheckpoint: () => {
          clock += storing
          savingMs += storing
        },
      })
      await done
      savedAt.push(clock)
      const lost = savedAt.slice(1).map((at, i) => at - savedAt[i])
      expect(events.at(-1)?.type).toBe('done')
      // The first and the last are saved whatever the cost.
      expect((spent - 2 * (snapshot + storing)) / clock).toBeLessThan(0.02)
      expect(Math.max(...lost)).toBeLessThanOrEqual(most)
    },
  )

  it('makes changes of the rate again in steps that it takes again, and then follows the control', async () => {
    const engine = new ScriptedEngine(() => 1)
    const control = new RunControl()
    control.rateFactor = 0.25
    const retaken = { end: 6, rateChanges: [{ step: 3, factor: 2 }] }
    const { events, done } = run(short, engine, control, { retaken })
    await done
    expect(events.filter(({ type }) => type === 'rate')).toEqual([
      { type: 'rate', step: 3, factor: 2 },
      { type: 'rate', step: 6, factor: 0.25 },
    ])
    expect(events[0]).toMatchObject({ type: 'begin', recovered: true })
  })

  it('reports a lost GPU with its step and where the run can resume', async () => {
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 6) throw new DeviceLost('The GPU was lost', 'The driver was reset.')
      },
    )
    const { events, done } = run(short, engine, new RunControl(), { saveCheckpoint: () => {} })
    await done
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      message: 'The GPU was lost during step 7: The driver was reset.',
      advice: expect.stringMatching(/^Resume from epoch 1/),
      saved: { step: 4, epoch: 1 },
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
  /** A run whose steps take 0.1 s, saved at every opportunity. */
  function saved(from: Checkpoint | null, stopAt = Infinity) {
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
      saveCheckpoint: (checkpoint: Checkpoint) => void checkpoints.push(checkpoint),
      now: () => milliseconds,
    }
    return { ...run(short, engine, control, options), checkpoints, engine }
  }

  /** Events, independent of how steps were grouped. */
  const told = (events: readonly TrainerEvent[]) => ({
    steps: stepsOf(events),
    rest: events.filter(({ type }) => !['begin', 'steps', 'checkpoint', 'stopped'].includes(type)),
  })

  it('tells what the uninterrupted run tells, from every place where it was saved', async () => {
    const whole = saved(null)
    await whole.done
    expect(whole.checkpoints.map(({ snapshot }) => snapshot.step)).toEqual([4, 8, 10])
    for (const checkpoint of whole.checkpoints) {
      const { step } = checkpoint.snapshot
      const at = whole.events.findIndex(
        (event) => event.type === 'checkpoint' && event.step === step,
      )
      const resumed = saved(checkpoint)
      await resumed.done
      expect(resumed.events[0]).toMatchObject({ resumedFrom: { step, sameBits: true } })
      expect(told(resumed.events)).toEqual(told(whole.events.slice(at)))
      expect(resumed.engine.plans).toEqual(whole.engine.plans.slice(step))
    }
  })

  it('resumes a run stopped within an epoch', async () => {
    const first = saved(null, 5)
    await first.done
    expect(first.events.slice(-2)).toEqual([
      { type: 'checkpoint', step: 6, epoch: 1.5 },
      { type: 'stopped', step: 6 },
    ])
    const second = saved(first.checkpoints.at(-1) ?? null)
    await second.done
    const whole = saved(null)
    await whole.done
    const both = told([...first.events, ...second.events])
    expect(both.steps).toEqual(told(whole.events).steps)
    expect(both.rest).toEqual(told(whole.events).rest)
  })
})
