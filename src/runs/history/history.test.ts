import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { deleteDB, openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { RunRecord } from '../record/record.ts'
import { predictionsOf, syntheticRecord } from '../testing/records.ts'
import { readFiledRun, readRunFile, writeRunFile } from '../files/run-file.ts'
import { newEntry, type RunEntry } from './entry.ts'
import { ForgivingRunStore } from './forgiving-store.ts'
import { History } from './history.ts'
import { IndexedDbRunStore } from './indexed-db-store.ts'
import { MemoryRunStore } from './memory-store.ts'
import type { RunStore } from './store.ts'

const runOf = (seed: number, record: Partial<RunRecord> = {}) =>
  syntheticRecord({ epochs: 2, record: { seed, startedAt: 1000 * seed, ...record } })

const names = (history: History) => history.store.getState().entries.map(({ name }) => name)
const seeds = (history: History) =>
  history.store.getState().entries.map(({ record }) => record.seed)

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

describe.each<[string, () => Promise<RunStore>]>([
  ['IndexedDB', () => IndexedDbRunStore.open()],
  ['memory', async () => new MemoryRunStore()],
])('a history in %s', (_where, openStore) => {
  it('keeps runs, newest first, with their curves', async () => {
    const disk = await openStore()
    const history = await History.open(disk)
    for (const seed of [2, 1, 3]) await history.add(runOf(seed), 'here')
    expect(seeds(history)).toEqual([3, 2, 1])
    const again = await History.open(disk)
    expect(again.store.getState()).toMatchObject({ unreadable: 0 })
    expect(seeds(again)).toEqual([3, 2, 1])
    const [newest] = again.store.getState().entries
    expect(await again.whole(newest)).toEqual(runOf(3))
    expect(newest.name).toMatch(/^\w+ \w+$/)
  })

  it('renames, stars and notes, for the next visit too', async () => {
    const disk = await openStore()
    const history = await History.open(disk)
    const { id, name } = await history.add(runOf(1), 'here')
    await history.rename(id, '   ')
    expect(names(history)).toEqual([name])
    await history.rename(id, '  my best ')
    await history.setStar(id, true)
    await history.setNote(id, 'with the window open')
    const again = await History.open(disk)
    expect(again.find(id)).toMatchObject({
      name: 'my best',
      star: true,
      note: 'with the window open',
    })
    expect(
      (await again.whole(again.find(id) ?? (await again.add(runOf(1), 'here')))).steps.loss,
    ).toHaveLength(194)
  })

  it('stores the predictions of the test images until the run is deleted', async () => {
    const disk = await openStore()
    const history = await History.open(disk)
    const predictions = predictionsOf([3, 5], [3, 4], [0.75, 0.5])
    const { id } = await history.add(runOf(1), 'here', { predictions })
    const other = await history.add(runOf(2), 'here')
    await history.rename(id, 'the first')
    const again = await History.open(disk)
    expect(await again.predictions(id)).toEqual(predictions)
    expect(await again.predictions(other.id)).toBeNull()
    await again.remove([id])
    expect(await again.predictions(id)).toBeNull()
    await again.undo()
    expect(await again.predictions(id)).toEqual(predictions)
  })

  it('deletes immediately, and restores', async () => {
    const disk = await openStore()
    const history = await History.open(disk)
    const first = await history.add(runOf(1), 'here')
    await history.add(runOf(2), 'here')
    await history.rename(first.id, 'the first')
    await history.remove([first.id])
    expect(seeds(history)).toEqual([2])
    expect(seeds(await History.open(disk))).toEqual([2])
    await history.undo()
    expect(seeds(history)).toEqual([2, 1])
    const again = await History.open(disk)
    expect(names(again)[1]).toBe('the first')
    expect((await again.whole(again.find(first.id) ?? first)).steps).toEqual(runOf(1).steps)
    await history.undo()
    expect(seeds(history)).toEqual([2, 1])
  })

  it('keeps the same content once', async () => {
    const history = await History.open(await openStore())
    const { id } = await history.add(runOf(1), 'here')
    await history.rename(id, 'mine')
    const again = await history.add(runOf(1), 'link')
    expect(again).toMatchObject({ id, name: 'mine', origin: 'here' })
    expect(history.store.getState().entries).toHaveLength(1)
  })

  it('marks what came from elsewhere as checked once it was run here, in either order', async () => {
    const history = await History.open(await openStore())
    const elsewhere = { adapter: 'another GPU' }
    const linked = await history.add(runOf(1, elsewhere), 'link')
    expect(linked.checkedBy).toBeNull()
    await history.add(runOf(2), 'here')
    await history.add(runOf(1, { ending: { kind: 'stopped' } }), 'here')
    expect(history.find(linked.id)?.checkedBy).toBeNull()
    const own = await history.add(runOf(1), 'here')
    expect(history.find(linked.id)?.checkedBy).toBe(own.id)
    const later = await history.add(runOf(2, elsewhere), 'file')
    expect(history.find(later.checkedBy ?? '')?.record.seed).toBe(2)
  })

  it('does not count a run on other images as a reproduction', async () => {
    const history = await History.open(await openStore())
    const images = (imagesFingerprint: string) => ({ imagesFingerprint, adapter: 'another GPU' })
    const linked = await history.add(runOf(1, images('0123456789abcdef')), 'link')
    await history.add(runOf(1), 'here')
    await history.add(runOf(1, images('fedcba9876543210')), 'here')
    expect(history.find(linked.id)?.checkedBy).toBeNull()
    const own = await history.add(runOf(1, { imagesFingerprint: '0123456789abcdef' }), 'here')
    expect(history.find(linked.id)?.checkedBy).toBe(own.id)
  })

  it('recovers the run of a page that is gone, and leaves that of an open one', async () => {
    const disk = await openStore()
    const history = await History.open(disk)
    await history.storeRunning('gone', runOf(1, { ending: { kind: 'cut off' } }))
    await history.storeRunning('open', runOf(2, { ending: { kind: 'cut off' } }))
    await history.recover((page) => page === 'open')
    expect(seeds(history)).toEqual([1])
    expect(history.store.getState().entries[0].record.ending).toEqual({ kind: 'cut off' })
    expect([...(await disk.running()).keys()]).toEqual(['open'])
  })
})

describe('a history', () => {
  it('says so if the browser stores nothing', async () => {
    const { problem } = (await History.open(new MemoryRunStore())).store.getState()
    expect(problem).toMatch(/gone once the tab is closed/)
  })

  it('shows a change that could not be stored, and says so', async () => {
    const disk = new MemoryRunStore()
    const history = await History.open(disk)
    disk.write = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'))
    await history.add(runOf(1), 'here')
    expect(seeds(history)).toEqual([1])
    expect(history.store.getState().problem).toMatch(/could not store.*Full/)
  })

  it('notifies other tabs, which reload', async () => {
    const disk = await IndexedDbRunStore.open()
    const other = await History.open(disk)
    let reloaded: Promise<void> = Promise.resolve()
    const history = await History.open(disk, () => {
      reloaded = other.reload()
    })
    await history.add(runOf(1), 'here')
    await reloaded
    expect(seeds(other)).toEqual([1])
  })

  it('keeps what the disk rejects until the tab is closed, including curves and queue', async () => {
    const full = new MemoryRunStore(null)
    const refuse = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'))
    Object.assign(full, { write: refuse, writeRunning: refuse, writeValue: refuse })
    const disk = new ForgivingRunStore(full)
    const history = await History.open(disk)
    const { id } = await history.add(runOf(1), 'here', { predictions: predictionsOf([3], [5]) })
    expect(history.store.getState().problem).toMatch(/could not store.*Full/)
    await history.setStar(id, true)
    await history.reload()
    const [entry] = history.store.getState().entries
    expect(entry).toMatchObject({ id, star: true })
    expect(await history.whole(entry)).toEqual(runOf(1))
    expect(await history.predictions(id)).toEqual(predictionsOf([3], [5]))
    await disk.writeValue('queue', 'waits').catch(() => {})
    expect(await disk.readValue('queue')).toBe('waits')
  })

  it('reports a newer version whose database it cannot open, and keeps runs until the tab is closed', async () => {
    const newer = await openDB('lab94-runs', 3)
    const history = await History.open(await ForgivingRunStore.open())
    expect(history.store.getState().problem).toMatch(/newer version of lab94/)
    await history.add(runOf(1), 'here')
    expect(seeds(history)).toEqual([1])
    newer.close()
  })

  it('continues after its database was deleted', async () => {
    const history = await History.open(await ForgivingRunStore.open())
    await history.add(runOf(1), 'here')
    await deleteDB('lab94-runs')
    const { id } = await history.add(runOf(2), 'here')
    expect(history.store.getState().problem).toBeNull()
    const again = await History.open(await ForgivingRunStore.open())
    expect(again.find(id)).not.toBeNull()
  })

  it('restores id, marks and curves of exported runs, including those of changed recipes', async () => {
    const here = await History.open(new MemoryRunStore())
    const own = await here.add(runOf(1), 'here')
    const shared = { id: '0123456789abcdef', recipeChanged: true }
    const linked = await here.add(runOf(2), 'link', { shared })
    for (const { id } of [own, linked]) {
      await here.rename(id, `predictions ${id}`)
      await here.setStar(id, true)
      await here.setNote(id, 'a note')
    }
    const whole = async (entry: RunEntry) => ({ entry, steps: (await here.whole(entry)).steps })
    const text = writeRunFile(await Promise.all(here.store.getState().entries.map(whole)))
    const runs = readRunFile(text)
      .map(readFiledRun)
      .flatMap((run) => ('unreadable' in run ? [] : [run]))

    const there = await History.open(new MemoryRunStore())
    const twice = [await there.addFiled(runs, 'file'), await there.addFiled(runs, 'file')]
    expect(twice.map(({ added }) => added)).toEqual([2, 0])
    expect(there.store.getState().entries).toHaveLength(2)
    for (const { id, record } of [own, linked]) {
      const entry = there.find(id)
      expect(entry).toMatchObject({ name: `predictions ${id}`, star: true, note: 'a note', record })
      if (entry !== null) expect(await there.whole(entry)).toEqual(runOf(record.seed))
    }
    // And back to the original.
    expect(await here.addFiled(runs, 'file')).toMatchObject({ added: 0 })
  })

  it('stores thousands of copies of one run once, in a few writes', async () => {
    const disk = new MemoryRunStore()
    const writes: number[] = []
    disk.write = async (runs) => void writes.push(runs.length)
    const history = await History.open(disk)
    const run = { ...runOf(1), name: 'the same', star: false, note: '', recipeChanged: false }
    const progress: number[] = []
    const copies = Array.from({ length: 3000 }, () => run)
    const { ids, added } = await history.addFiled(copies, 'file', (done) => progress.push(done))
    expect([ids.length, added]).toEqual([1, 1])
    expect(writes).toEqual([1])
    expect(progress.at(-1)).toBe(3000)
  })

  it('migrates the first layout of the database', async () => {
    const old = await openDB('lab94-runs', 1, {
      upgrade(fresh) {
        fresh.createObjectStore('entries', { keyPath: 'id' })
        for (const name of ['steps', 'running', 'values']) fresh.createObjectStore(name)
      },
    })
    const run = runOf(1)
    const entry = newEntry(run, 'here')
    await old.put('entries', entry)
    await old.put('steps', run.steps, entry.id)
    old.close()
    const history = await History.open(await IndexedDbRunStore.open())
    expect(await history.whole(entry)).toEqual(run)
    expect(await history.predictions(entry.id)).toBeNull()
    await history.add(runOf(2), 'here')
    expect(seeds(history)).toEqual([2, 1])
  })

  it('counts what another version keeps here, and leaves it alone', async () => {
    const disk = await IndexedDbRunStore.open()
    const entry = await (await History.open(disk)).add(runOf(1), 'here')
    const raw = await openDB('lab94-runs')
    await raw.put('entries', { ...entry, id: 'x', record: { ...entry.record, version: 9 } })
    const history = await History.open(disk)
    expect(history.store.getState()).toMatchObject({ unreadable: 1 })
    expect(seeds(history)).toEqual([1])
    expect(await raw.count('entries')).toBe(2)
    raw.close()
  })
})
