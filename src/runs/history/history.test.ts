import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { RunRecord } from '../record/record.ts'
import { namedImages, syntheticRecord } from '../test-records.ts'
import { newEntry } from './entry.ts'
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

  it('keeps how each test image was named, until the run is deleted', async () => {
    const disk = await openStore()
    const history = await History.open(disk)
    const named = namedImages([3, 5], [3, 4], [0.75, 0.5])
    const { id } = await history.add(runOf(1), 'here', { named })
    const other = await history.add(runOf(2), 'here')
    await history.rename(id, 'the first')
    const again = await History.open(disk)
    expect(await again.named(id)).toEqual(named)
    expect(await again.named(other.id)).toBeNull()
    await again.remove([id])
    expect(await again.named(id)).toBeNull()
    await again.undo()
    expect(await again.named(id)).toEqual(named)
  })

  it('deletes at once, and puts back', async () => {
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

  it('recovers the run of a page that is gone, and leaves that of an open one', async () => {
    const disk = await openStore()
    const history = await History.open(disk)
    await history.keepRunning('gone', runOf(1, { ending: { kind: 'cut off' } }))
    await history.keepRunning('open', runOf(2, { ending: { kind: 'cut off' } }))
    await history.recover((page) => page === 'open')
    expect(seeds(history)).toEqual([1])
    expect(history.store.getState().entries[0].record.ending).toEqual({ kind: 'cut off' })
    expect([...(await disk.running()).keys()]).toEqual(['open'])
  })
})

describe('a history', () => {
  it('says where the browser keeps nothing', async () => {
    const { problem } = (await History.open(new MemoryRunStore())).store.getState()
    expect(problem).toMatch(/gone once the tab is closed/)
  })

  it('shows a change that could not be kept, and says so', async () => {
    const disk = new MemoryRunStore()
    const history = await History.open(disk)
    disk.write = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'))
    await history.add(runOf(1), 'here')
    expect(seeds(history)).toEqual([1])
    expect(history.store.getState().problem).toMatch(/could not keep.*Full/)
  })

  it('tells other tabs, which read again', async () => {
    const disk = await IndexedDbRunStore.open()
    const other = await History.open(disk)
    let told: Promise<void> = Promise.resolve()
    const history = await History.open(disk, () => {
      told = other.reload()
    })
    await history.add(runOf(1), 'here')
    await told
    expect(seeds(other)).toEqual([1])
  })

  it('takes over what the first layout of the database held', async () => {
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
    expect(await history.named(entry.id)).toBeNull()
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
