import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { presetChoice } from '../recipe/choice.ts'
import { presetNamed } from '../recipe/presets.ts'
import type { KeptRun } from './kept-run.ts'
import { BrowserKeptRuns } from './kept-run-store.ts'

const runAt = (step: number): KeptRun => ({
  request: { choice: presetChoice('tiny'), seed: 1, dataset: 'sample', engine: 'wgsl' },
  recipe: presetNamed('tiny').recipe,
  requestedBatchSize: 32,
  steps: 60,
  stepsPerEpoch: 10,
  keptAt: 1000,
  code: 'abc1234',
  checkpoint: {
    snapshot: { step, writer: 'test', tensors: { 'weights/a': Float32Array.of(1, 0.1, step) } },
    trainSeconds: 1.5,
    wallSeconds: 2,
    epochSteps: [{ step: 0, loss: 2, accuracy: 0.5, rate: 0.1 }],
    rateFactor: 1,
  },
  past: [{ type: 'rate', step: 3, factor: 0.5 }],
})

/** What a page opened anew finds. */
const afterReload = () => new BrowserKeptRuns().load()

afterEach(async () => {
  vi.restoreAllMocks()
  await new BrowserKeptRuns().clear()
})

describe('BrowserKeptRuns', () => {
  it('keeps the newest of states that come fast, also across a reload', async () => {
    const runs = new BrowserKeptRuns()
    for (const step of [10, 20, 30]) runs.save(runAt(step))
    expect(await runs.load()).toEqual(runAt(30))
    await expect.poll(afterReload).toEqual(runAt(30))
    await runs.clear()
    expect(await runs.load()).toBeNull()
    expect(await afterReload()).toBeNull()
    runs.save(runAt(40))
    await expect.poll(afterReload).toEqual(runAt(40))
  })

  it('keeps a run in memory where the disk refuses, and says why', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new Error('no room')
    })
    const runs = new BrowserKeptRuns()
    runs.save(runAt(10))
    expect(await runs.load()).toEqual(runAt(10))
    await expect.poll(() => runs.refusal).toMatch('no room')
  })

  it('refuses what another version kept', async () => {
    const runs = new BrowserKeptRuns()
    expect(await runs.load()).toBeNull()
    const database = await openDB('lab94-kept-run')
    await database.put('runs', { layout: 1, ...runAt(10), recipe: { network: 'other' } }, 'last')
    await expect(runs.load()).rejects.toThrow('another version')
    await database.put('runs', { layout: 0, ...runAt(10) }, 'last')
    await expect(runs.load()).rejects.toThrow('another version')
    database.close()
  })
})
