import { describe, expect, it } from 'vitest'
import type { Recipe } from '../../recipe/recipe.ts'
import { RunControl } from '../control.ts'
import type { Checkpoint } from '../recovery/checkpoint.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { SHORT, startRun } from '../testing/scripted-run.ts'

describe('a loss that becomes NaN', () => {
  it('fails with the step and advice when the loss becomes NaN', async () => {
    const engine = new ScriptedEngine((step) => (step === 3 ? Number.NaN : 1))
    const { events, done } = startRun(SHORT, engine)
    await done
    const last = events.at(-1)
    expect(last).toMatchObject({ type: 'failed', message: expect.stringContaining('step 4') })
  })

  it('sees a NaN within a second of steps', async () => {
    let clock = 0
    const nan = 5
    const engine = new ScriptedEngine(
      (step) => (step >= nan ? Number.NaN : 1),
      () => (clock += 40),
    )
    const long: Recipe = { ...SHORT, length: { unit: 'epochs', count: 100 } }
    const { events, done } = startRun(long, engine, new RunControl(), { now: () => clock })
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
    const { events, done } = startRun(SHORT, engine, new RunControl(), {
      saveCheckpoint,
      now: () => 0,
    })
    await done
    expect(checkpoints.map(({ snapshot }) => snapshot.step)).toEqual([4])
    const saved = { step: 4, epoch: 1 }
    expect(events.at(-1)).toMatchObject({ type: 'failed', diverged: true, saved })
  })

  it('blames the recipe for a NaN loss, not for other failures', async () => {
    const diverging = startRun(SHORT, new ScriptedEngine(() => Number.NaN))
    await diverging.done
    expect(diverging.events.at(-1)).toMatchObject({ type: 'failed', diverged: true })
    const broken = new ScriptedEngine(() => 1)
    broken.step = () => {
      throw new Error('Out of memory.')
    }
    const failing = startRun(SHORT, broken)
    await failing.done
    expect(failing.events.at(-1)).not.toHaveProperty('diverged')
  })
})
