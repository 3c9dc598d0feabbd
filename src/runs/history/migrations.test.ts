import 'fake-indexeddb/auto'
import { readFile } from 'node:fs/promises'
import { IDBFactory } from 'fake-indexeddb'
import { type IDBPDatabase, openDB } from 'idb'
import { beforeEach, expect, it } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import { earlierRunOf } from '../earlier-run.ts'
import { doneRun } from '../testing/done-run.ts'
import { syntheticRecord } from '../testing/records.ts'
import { History } from './history.ts'
import { IndexedDbRunStore } from './indexed-db-store.ts'

interface Stored {
  readonly entry: { readonly id: string; readonly record: { readonly goneOn: unknown } }
  readonly steps: object
}

/** A run as the page stored it while records had version 1. Never changed: such runs are in people's browsers. */
const FIRST = JSON.parse(
  await readFile(new URL('./stored-run-1.json', import.meta.url), 'utf8'),
) as Stored

const { id, record } = FIRST.entry

/** The stores of every database version, as that version created and filled them. */
const RELEASED: readonly (readonly [number, (opened: IDBPDatabase) => void])[] = [
  [
    1,
    (opened) => {
      opened.createObjectStore('entries', { keyPath: 'id' })
      opened.createObjectStore('steps')
      opened.createObjectStore('running')
      opened.createObjectStore('values')
    },
  ],
  [2, (opened) => opened.createObjectStore('named')],
]

/** A database as that version left it. */
async function writeDatabase(version: number): Promise<void> {
  const database = await openDB('lab94-runs', version, {
    upgrade(opened) {
      for (const [made, make] of RELEASED) if (made <= version) make(opened)
    },
  })
  await database.put('entries', FIRST.entry)
  await database.put('steps', FIRST.steps, id)
  await database.put('running', { record, steps: FIRST.steps }, 'a page that is gone')
  await database.put('values', { paused: true }, 'queue')
  if (version >= 2) {
    const predictions = {
      labels: Uint8Array.of(3, 5),
      answers: Uint8Array.of(3, 4),
      certainties: Float32Array.of(0.75, 0.5),
    }
    await database.put('named', predictions, id)
  }
  database.close()
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

it.each(RELEASED)('opens a database of version %i with all that is in it', async (version) => {
  await writeDatabase(version)
  const disk = await IndexedDbRunStore.open()
  const history = await History.open(disk)
  const { entries, unreadable } = history.store.getState()
  expect(unreadable).toBe(0)
  expect(entries).toHaveLength(1)
  const { record: written, ...said } = FIRST.entry
  const { goneOn, ...measured } = written
  expect(entries[0]).toMatchObject({
    ...said,
    record: { ...measured, version: 2, resumedFrom: goneOn },
  })
  expect((await history.whole(entries[0])).steps).toEqual(FIRST.steps)
  expect([...(await disk.running()).keys()]).toEqual(['a page that is gone'])
  expect(await disk.readValue('queue')).toEqual({ paused: true })
  const predictions = await history.predictions(id)
  if (version === 1) expect(predictions).toBeNull()
  else expect(predictions).toMatchObject({ predicted: Uint8Array.of(3, 4) })
  // Accepts today's writes.
  await history.rename(id, 'renamed')
  expect((await History.open(disk)).find(id)?.name).toBe('renamed')
})

it('has a fixture of every version of the database', async () => {
  const disk = await IndexedDbRunStore.open()
  await disk.entries()
  const [{ version } = {}] = await indexedDB.databases()
  expect(RELEASED.map(([released]) => released)).toContain(version)
  expect(Math.max(...RELEASED.map(([released]) => released))).toBe(version)
})

it('stores what a run was compared with, beside entries from before that was stored', async () => {
  await writeDatabase(2)
  const history = await History.open(await IndexedDbRunStore.open())
  const comparison = {
    before: earlierRunOf(doneRun({ seed: 7 })),
    guessed: { toggle: 'batchNorm', base: presetChoice('quick'), guess: 'less' },
  } as const
  const own = await history.add(syntheticRecord({ record: { seed: 8 } }), 'here', { comparison })
  const again = await History.open(await IndexedDbRunStore.open())
  expect(again.store.getState().unreadable).toBe(0)
  expect(again.find(id)).not.toHaveProperty('comparison')
  const stored = again.find(own.id)?.comparison
  expect(stored?.guessed).toEqual(comparison.guessed)
  expect(stored?.before).toMatchObject({ seed: 7, accuracy: 0.5 })
  expect(stored?.before).not.toHaveProperty('tests')
})
