import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { type DBSchema, deleteDB, openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Connections } from './testing/connections.ts'
import { DatabaseStuck, NewerDatabase, ReopeningDatabase } from './reopening-database.ts'

interface Shelf extends DBSchema {
  books: { key: string; value: string }
}

const database = () =>
  new ReopeningDatabase<Shelf>('shelf', 2, (fresh) => void fresh.createObjectStore('books'))

const put = (shelf: ReturnType<typeof database>, value: string) =>
  shelf.use((open) => open.put('books', value, 'first'))

const read = (shelf: ReturnType<typeof database>) => shelf.use((open) => open.get('books', 'first'))

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('ReopeningDatabase', () => {
  it('opens again after somebody deleted the database under it', async () => {
    const shelf = database()
    await put(shelf, 'old')
    await deleteDB('shelf')
    expect(await read(shelf)).toBeUndefined()
    await put(shelf, 'new')
    expect(await read(shelf)).toBe('new')
  })

  it('opens again after its connection was closed', async () => {
    const shelf = database()
    await put(shelf, 'old')
    await shelf.use(async (open) => open.close())
    expect(await read(shelf)).toBe('old')
  })

  it.each(['AbortError', 'UnknownError'])(
    'tries again on a new connection after a %s, and closes the old one',
    async (name) => {
      const connections = new Connections()
      const shelf = database()
      await put(shelf, 'old')
      let attempts = 0
      const value = await shelf.use(async (open) => {
        if (++attempts === 1) throw new DOMException('The server was lost.', name)
        return open.get('books', 'first')
      })
      expect(value).toBe('old')
      expect(connections.open).toBe(1)
    },
  )

  it('keeps its connection if the disk is full', async () => {
    const connections = new Connections()
    const shelf = database()
    const full = new DOMException('The disk is full.', 'QuotaExceededError')
    for (let i = 0; i < 3; i++) {
      await expect(shelf.use(() => Promise.reject(full))).rejects.toBe(full)
    }
    expect(connections.open).toBe(1)
  })

  it('names a newer version, from the start and under an open page', async () => {
    const shelf = database()
    await put(shelf, 'old')
    const newer = await openDB('shelf', 3)
    await expect(read(shelf)).rejects.toThrow(NewerDatabase)
    await expect(database().open()).rejects.toThrow(/newer version of lab94/)
    newer.close()
  })

  it('closes a connection that opens too late, behind another tab', async () => {
    const blocker = await openDB('shelf', 1)
    const connections = new Connections()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const opening = database()
      .open()
      .catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await opening).toBeInstanceOf(DatabaseStuck)
    vi.useRealTimers()
    blocker.close()
    await expect.poll(() => connections.opened).toBe(1)
    await expect.poll(() => connections.open).toBe(0)
  })

  it('gives up on a browser that never answers', async () => {
    vi.useFakeTimers()
    globalThis.indexedDB.open = () => new IDBOpenDBRequest()
    const opening = database()
      .open()
      .catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await opening).toBeInstanceOf(DatabaseStuck)
  })

  it('passes other errors on, and tries again the next time', async () => {
    const open = vi.spyOn(globalThis.indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Denied.', 'SecurityError')
    })
    const shelf = database()
    await expect(shelf.open()).rejects.toThrow('Denied.')
    open.mockRestore()
    await put(shelf, 'new')
    expect(await read(shelf)).toBe('new')
  })
})
