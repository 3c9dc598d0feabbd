import { describe, expect, it } from 'vitest'
import { allocateRecords } from '../../data/split.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { RunControl } from '../../trainer/control.ts'
import type { RunSchedule, TrainerEvent } from '../../trainer/events.ts'
import { ScriptedEngine } from '../../trainer/testing/scripted-engine.ts'
import { train } from '../../trainer/trainer.ts'
import { eventLine, TrainingReport } from './report.ts'

async function recordRun(): Promise<TrainerEvent[]> {
  const events: TrainerEvent[] = []
  const recipe = presetNamed('page-10').recipe
  await train({
    engine: new ScriptedEngine((step) => 2 - step / 10),
    recipe: { ...recipe, batchSize: 32, length: { unit: 'epochs', count: 2 } },
    requestedBatchSize: 32,
    seed: 1,
    train: allocateRecords(96),
    testImages: 50,
    control: new RunControl(),
    emit: (event) => events.push(event),
    now: () => performance.now(),
  })
  return events
}

describe('TrainingReport', () => {
  it('prints the engine, one row per epoch, and the result', async () => {
    let text = ''
    const report = new TrainingReport({ interactive: false, write: (part) => (text += part) })
    for (const event of await recordRun()) report.handle(event)
    const lines = text.trimEnd().split('\n')
    expect(lines[0]).toMatch(/tfjs in f32 on scripted \(software\): 6 steps of 32 images/)
    expect(lines).toHaveLength(6)
    expect(lines[3]).toMatch(/^ +1\.00 +1\.9000 .* 82\.00%/)
    expect(lines[5]).toMatch(/^82\.00% in .* 6 steps\.$/)
  })
})

describe('eventLine', () => {
  it('ends a run with one flat line', async () => {
    const events = await recordRun()
    const plan = events.find((event) => event.type === 'begin')?.plan as RunSchedule
    const last: unknown = JSON.parse(eventLine(events[events.length - 1], plan))
    expect(last).toMatchObject({
      type: 'done',
      testAccuracy: 0.82,
      liveAccuracy: 0.82,
      steps: 6,
      engine: 'tfjs',
      precision: 'f32',
      adapter: 'scripted',
    })
  })
})
