import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { deleteDB, openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { Connections } from '../../storage/testing/connections.ts'
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

/** The saved run of a fresh worker, and why the disk refused checkpoints. */
function opened(): { runs: BrowserSavedRuns; refusals: string[] } {
  const refusals: string[] = []
  return { runs: new BrowserSavedRuns(({ message }) => refusals.push(message)), refusals }
}

/** The run that a reloaded page loads. */
const afterReload = () => opened().runs.load()

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('BrowserSavedRuns', () => {
  it('stores the newest of several quick states, also across a reload', async () => {
    const { runs } = opened()
    for (const step of [10, 20, 30]) runs.save(runAt(step))
    expect(await runs.load()).toEqual(runAt(30))
    await expect.poll(afterReload).toEqual(runAt(30))
    runs.save(runAt(40))
    await expect.poll(afterReload).toEqual(runAt(40))
  })

  /** Saves states of one run, each after the previous one is on disk. */
  async function saveEach(...steps: readonly number[]): Promise<void> {
    const { runs } = opened()
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

  it('leaves the previous checkpoint intact if a write fails, says so once, and opens no more connections', async () => {
    await saveEach(10, 20)
    const connections = new Connections()
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The disk is full.', 'QuotaExceededError')
    })
    const { runs, refusals } = opened()
    for (const step of [30, 40, 50]) {
      const before = put.mock.calls.length
      runs.save(runAt(step))
      await expect.poll(() => put.mock.calls.length).toBeGreaterThan(before)
    }
    await expect.poll(() => refusals).toEqual([expect.stringContaining('The disk is full')])
    expect(connections.open).toBe(1)
    put.mockRestore()
    expect(await afterReload()).toEqual(runAt(20))
    runs.save(runAt(60))
    await expect.poll(afterReload).toEqual(runAt(60))
  })

  it.each([
    ['deleted', () => deleteDB('lab94-kept-run')],
    ['closed by the browser', async (connections: Connections) => connections.evict()],
  ])('reopens a database that was %s', async (_, close) => {
    const connections = new Connections()
    const { runs, refusals } = opened()
    runs.save(runAt(10))
    await expect.poll(afterReload).toEqual(runAt(10))
    await close(connections)
    runs.save(runAt(20))
    await expect.poll(afterReload).toEqual(runAt(20))
    expect(refusals).toEqual([])
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
    opened().runs.save(run)
    await expect.poll(afterReload).toEqual(run)
  })

  it('keeps the checkpoint that a run was resumed from', async () => {
    await saveEach(10)
    const { runs } = opened()
    const before = await runs.load()
    if (before === null) throw new Error('Nothing was saved.')
    runs.save({ ...before, checkpoint: runAt(20).checkpoint })
    await expect.poll(afterReload).toEqual(runAt(20))
    const database = await openDB('lab94-kept-run')
    expect(await database.count('runs')).toBe(3)
    database.close()
  })

  it('deletes the checkpoints of another run', async () => {
    await saveEach(10, 20)
    const { runs } = opened()
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
    const { runs, refusals } = opened()
    runs.save(runAt(10))
    expect(await runs.load()).toEqual(runAt(10))
    await expect.poll(() => refusals).toEqual([expect.stringContaining('no room')])
  })

  it('saves a run in memory if the site may store nothing, which the list of runs says', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Denied.', 'SecurityError')
    })
    const { runs, refusals } = opened()
    runs.save(runAt(10))
    await vi.waitFor(() => expect(open).toHaveBeenCalled())
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(await runs.load()).toEqual(runAt(10))
    expect(refusals).toEqual([])
  })

  it('stops waiting for a database that never opens, and saves the run in memory', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => new IDBOpenDBRequest())
    const { runs, refusals } = opened()
    runs.save(runAt(10))
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(refusals).toEqual([expect.stringContaining('did not open in time')])
    expect(await runs.load()).toEqual(runAt(10))
    vi.useRealTimers()
    runs.save(runAt(20))
    await expect.poll(afterReload).toEqual(runAt(20))
  })

  it('rejects runs saved by another version', async () => {
    const { runs } = opened()
    expect(await runs.load()).toBeNull()
    const database = await openDB('lab94-kept-run')
    await database.put('runs', { layout: 1, ...runAt(10), recipe: { network: 'other' } }, 'last')
    await expect(runs.load()).rejects.toThrow('another version')
    await database.put('runs', { layout: 0, ...runAt(10) }, 'last')
    await expect(runs.load()).rejects.toThrow('another version')
    database.close()
  })
})
