import { describe, expect, it } from 'vitest'
import { PLAIN_VIEW } from '../engine/engine.ts'
import { RunControl } from './control.ts'
import { ScriptedEngine } from './testing/scripted-engine.ts'
import { eventTypes, SHORT, startRun } from './testing/scripted-run.ts'

describe('control of a run', () => {
  it('pauses, takes single steps, resumes and stops', async () => {
    const control = new RunControl()
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 2) control.pause()
        if (step === 6) control.stop()
      },
    )
    const { events, done } = startRun(SHORT, engine, control)
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

  it('measures dynamics at the requested interval', async () => {
    const control = new RunControl()
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 2) control.dynamicsEvery = 3
        if (step === 7) control.dynamicsEvery = 0
      },
    )
    const { events, done } = startRun(SHORT, engine, control)
    await done
    const measured = events.flatMap((event) => (event.type === 'dynamics' ? event.steps : []))
    expect(measured.map(({ step }) => step)).toEqual([3, 6])
  })
})

describe('between two steps', () => {
  it('others may use the engine, off the clock, also while the run is paused', async () => {
    const control = new RunControl()
    let milliseconds = 0
    const evaluate = async () => {
      milliseconds += 10_000
      return engine.evaluate('test', [PLAIN_VIEW], 'live', 10)
    }
    const answers: Promise<unknown>[] = []
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        milliseconds += 100
        if (step === 1) answers.push(control.between(evaluate))
        if (step === 5) control.pause()
      },
    )
    const { events, done } = startRun(SHORT, engine, control, { now: () => milliseconds })
    await expect.poll(() => eventTypes(events).at(-1)).toBe('paused')
    const result = await control.between(evaluate)
    expect(result.count).toBe(10)
    expect(await Promise.all(answers)).toHaveLength(1)
    control.resume()
    await done
    const last = events.at(-1)
    expect(last?.type === 'done' && last.trainSeconds).toBe(1)
    expect(last?.type === 'done' && last.wallSeconds).toBe(21)
    await expect(control.between(evaluate)).rejects.toThrow('ended')
  })
})
