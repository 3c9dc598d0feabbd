import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import { presetNamed } from '../../recipe/presets.ts'
import type { SavedRun } from './saved-run.ts'
import { BrowserSavedRuns } from './saved-run-store.ts'

const runAt = (step: number): SavedRun => ({
  request: { choice: presetChoice('tiny'), seed: 1, dataset: 'sample', engine: 'wgsl' },
  recipe: presetNamed('tiny').recipe,
  requestedBatchSize: 32,
  steps: 60,
  stepsPerEpoch: 10,
  savedAt: 1000,
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

/** The run that a reloaded page loads. */
const afterReload = () => new BrowserSavedRuns().load()

afterEach(async () => {
  vi.restoreAllMocks()
  await new BrowserSavedRuns().clear()
})

describe('BrowserSavedRuns', () => {
  it('stores the newest of several quick states, also across a reload', async () => {
    const runs = new BrowserSavedRuns()
    for (const step of [10, 20, 30]) runs.save(runAt(step))
    expect(await runs.load()).toEqual(runAt(30))
    await expect.poll(afterReload).toEqual(runAt(30))
    await runs.clear()
    expect(await runs.load()).toBeNull()
    expect(await afterReload()).toBeNull()
    runs.save(runAt(40))
    await expect.poll(afterReload).toEqual(runAt(40))
  })

  /** Saves states of one run, each after the previous one is on disk. */
  async function saveEach(...steps: readonly number[]): Promise<void> {
    const runs = new BrowserSavedRuns()
    for (const step of steps) {
      runs.save(runAt(step))
      await expect.poll(afterReload).toEqual(runAt(step))
    }
  }

  it.each([
    { what: 'a weight', change: { tensors: { 'weights/a': Float32Array.of(1, 0.1, 21) } } },
    { what: 'the step', change: { step: 21 } },
  ])('loads the previous checkpoint if the newest is damaged in $what', async ({ change }) => {
    await saveEach(10, 20, 30)
    const database = await openDB('lab94-kept-run')
    const newest: unknown = await database.get('runs', 'newest')
    const { checkpoint } = runAt(30)
    const damaged = {
      ...runAt(30),
      checkpoint: { ...checkpoint, snapshot: { ...checkpoint.snapshot, ...change } },
    }
    const slot = await database.get('runs', String(newest))
    await database.put('runs', { ...slot, run: { layout: 1, ...damaged } }, String(newest))
    database.close()
    expect(await afterReload()).toEqual(runAt(20))
  })

  it('leaves the previous checkpoint intact if a write fails', async () => {
    await saveEach(10, 20)
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('The disk is full.', 'QuotaExceededError')
    })
    const runs = new BrowserSavedRuns()
    runs.save(runAt(30))
    await expect.poll(() => runs.refusal).toMatch('The disk is full')
    expect(await afterReload()).toEqual(runAt(20))
    runs.save(runAt(40))
    await expect.poll(afterReload).toEqual(runAt(40))
  })

  it('saves what a run is compared with, for the page', async () => {
    const { request } = runAt(10)
    const { choice, seed, dataset } = request
    const result = { accuracy: 0.6, testImages: 1000, trainSeconds: 20, wallSeconds: 25 }
    const tests = [{ epoch: 1, accuracy: 0.6, trainLoss: 1.2, testLoss: null }]
    const comparison = {
      before: { choice, seed, dataset, engine: 'wgsl', ...result, tests },
      guessed: { toggle: 'batchNorm', base: choice, guess: 'less' },
    } as const
    const run = { ...runAt(10), request: { ...request, comparison } }
    new BrowserSavedRuns().save(run)
    await expect.poll(afterReload).toEqual(run)
  })

  it('deletes the checkpoints of another run', async () => {
    await saveEach(10, 20)
    const runs = new BrowserSavedRuns()
    runs.save({ ...runAt(10), request: { ...runAt(10).request, seed: 2 } })
    await expect.poll(async () => (await afterReload())?.request.seed).toBe(2)
    const database = await openDB('lab94-kept-run')
    expect(await database.count('runs')).toBe(2)
    database.close()
  })

  it('opens runs of versions that stored one checkpoint without a checksum', async () => {
    expect(await afterReload()).toBeNull()
    const database = await openDB('lab94-kept-run')
    const { savedAt, past, ...rest } = runAt(10)
    const tested = { type: 'epoch', epoch: 1, step: 10 }
    await database.put(
      'runs',
      {
        layout: 1,
        keptAt: savedAt,
        past: [...past, { type: 'begin', goneOn: null, plan: { engine: { passes: 2 } } }, tested],
        ...rest,
      },
      'last',
    )
    const begun = { type: 'begin', resumedFrom: null, plan: { engine: { microBatches: 2 } } }
    expect(await afterReload()).toEqual({ ...runAt(10), past: [...past, begun, tested] })
    // Layout 2 had plain test losses, and did not say so.
    await database.put('runs', { layout: 2, ...runAt(10), past: [...past, tested] }, 'last')
    const plain = { ...tested, plainTestLoss: true }
    expect(await afterReload()).toEqual({ ...runAt(10), past: [...past, plain] })
    await saveEach(20)
    expect(await database.get('runs', 'last')).toBeUndefined()
    database.close()
  })

  it('saves a run in memory if the disk fails, and says why', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new Error('no room')
    })
    const runs = new BrowserSavedRuns()
    runs.save(runAt(10))
    expect(await runs.load()).toEqual(runAt(10))
    await expect.poll(() => runs.refusal).toMatch('no room')
  })

  it('stops waiting for a database that never opens, and saves the run in memory', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => new IDBOpenDBRequest())
    const runs = new BrowserSavedRuns(50)
    runs.save(runAt(10))
    await expect.poll(() => runs.refusal).toMatch(/did not respond within/)
    expect(await runs.load()).toEqual(runAt(10))
    runs.save(runAt(20))
    await expect.poll(afterReload).toEqual(runAt(20))
  })

  it('rejects runs saved by another version', async () => {
    const runs = new BrowserSavedRuns()
    expect(await runs.load()).toBeNull()
    const database = await openDB('lab94-kept-run')
    await database.put('runs', { layout: 1, ...runAt(10), recipe: { network: 'other' } }, 'last')
    await expect(runs.load()).rejects.toThrow('another version')
    await database.put('runs', { layout: 0, ...runAt(10) }, 'last')
    await expect(runs.load()).rejects.toThrow('another version')
    database.close()
  })
})
