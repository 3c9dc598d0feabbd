import { describe, expect, it } from 'vitest'
import type { Recipe } from '../../recipe/recipe.ts'
import { RunControl } from '../control.ts'
import type { TrainerEvent } from '../events.ts'
import type { Checkpoint } from '../recovery/checkpoint.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { SHORT, startRun, stepsOf } from '../testing/scripted-run.ts'

describe('Checkpoints', () => {
  it.each([
    { what: 'cheap', step: 700, snapshot: 60, storing: 20, test: 4000, most: 15_000 },
    { what: 'expensive', step: 400, snapshot: 500, storing: 400, test: 3000, most: 60_000 },
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
      engine.evaluate = (...args) => {
        clock += test
        return evaluate(...args)
      }
      engine.snapshot = async () => {
        clock += snapshot
        spent += snapshot + storing
        savedAt.push(clock)
        return { step: 0, writer: '', tensors: {} }
      }
      const long: Recipe = { ...SHORT, batchSize: 8, length: { unit: 'epochs', count: 20 } }
      const { events, done } = startRun(long, engine, new RunControl(), {
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
      // The first and the last are always saved, at any cost.
      expect((spent - 2 * (snapshot + storing)) / clock).toBeLessThan(0.02)
      expect(Math.max(...lost)).toBeLessThanOrEqual(most)
    },
  )
})

describe('resuming from a checkpoint', () => {
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
    return { ...startRun(SHORT, engine, control, options), checkpoints, engine }
  }

  /** Events, independent of how steps were grouped. */
  const reportsOf = (events: readonly TrainerEvent[]) => ({
    steps: stepsOf(events),
    rest: events.filter(({ type }) => !['begin', 'steps', 'checkpoint', 'stopped'].includes(type)),
  })

  it('reports the same events as the uninterrupted run, from every checkpoint', async () => {
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
      expect(reportsOf(resumed.events)).toEqual(reportsOf(whole.events.slice(at)))
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
    const both = reportsOf([...first.events, ...second.events])
    expect(both.steps).toEqual(reportsOf(whole.events).steps)
    expect(both.rest).toEqual(reportsOf(whole.events).rest)
  })
})
