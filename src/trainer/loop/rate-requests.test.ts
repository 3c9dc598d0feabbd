import { describe, expect, it } from 'vitest'
import { RunControl } from '../control.ts'
import { ScriptedEngine } from '../testing/scripted-engine.ts'
import { SHORT, startRun, stepsOf } from '../testing/scripted-run.ts'

describe('RateRequests', () => {
  it('changes the rate from the next step on, and says so', async () => {
    const control = new RunControl()
    const engine = new ScriptedEngine(
      () => 1,
      (step) => {
        if (step === 3) control.rateFactor = 0.5
      },
    )
    const { events, done } = startRun(SHORT, engine, control)
    await done
    const plain = new ScriptedEngine(() => 1)
    await startRun(SHORT, plain).done
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

  it('reapplies rate changes in repeated steps, then follows the control', async () => {
    const engine = new ScriptedEngine(() => 1)
    const control = new RunControl()
    control.rateFactor = 0.25
    const retaken = { end: 6, rateChanges: [{ step: 3, factor: 2 }] }
    const { events, done } = startRun(SHORT, engine, control, { retaken })
    await done
    expect(events.filter(({ type }) => type === 'rate')).toEqual([
      { type: 'rate', step: 3, factor: 2 },
      { type: 'rate', step: 6, factor: 0.25 },
    ])
    expect(events[0]).toMatchObject({ type: 'begin', recovered: true })
  })
})
