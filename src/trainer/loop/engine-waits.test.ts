import { describe, expect, it } from 'vitest'
import { RunControl } from '../control.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { SHORT, startRun } from '../testing/scripted-run.ts'

describe('EngineWaits', () => {
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
    const { events, done } = startRun(SHORT, engine, new RunControl(), { now: () => clock })
    await done
    expect(events.filter(({ type }) => type === 'answered')).toEqual([
      { type: 'answered', step: 6, seconds: 45 },
    ])
    expect(events.at(-1)).toMatchObject({ type: 'done', trainSeconds: 1, wallSeconds: 46 })
  })
})
