import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DataFileName } from '../cifar10.ts'
import type { StoredFile } from '../status.ts'
import { ForgivingStore } from './forgiving.ts'
import { IndexedDbStore } from './indexed-db.ts'
import { MemoryStore } from './memory.ts'
import type { DataStore, PartialFile } from './store.ts'

const NAME = 'data_batch_1.bin'

function file(name: DataFileName, sha256 = 'abc'): StoredFile {
  return { name, records: 10_000, bytes: 3, sha256, official: false }
}

function partial(received: number, etag = '"one"'): PartialFile {
  return { name: NAME, url: 'http://localhost/1', etag, received }
}

const bytes = (...values: number[]) => Uint8Array.from(values)

/** A disk that is full or gone: all other operations fail. */
class FailingDisk extends MemoryStore {
  working = true

  override async list(): Promise<StoredFile[]> {
    this.#check()
    return super.list()
  }

  override async read(name: DataFileName) {
    this.#check()
    return super.read(name)
  }

  override async write(stored: StoredFile, content: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#check()
    return super.write(stored, content)
  }

  override async appendPiece(part: PartialFile, piece: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#check()
    return super.appendPiece(part, piece)
  }

  #check(): void {
    if (!this.working) throw new DOMException('no room', 'QuotaExceededError')
  }
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

const STORES: [string, () => Promise<DataStore>][] = [
  ['IndexedDbStore', () => IndexedDbStore.open()],
  ['MemoryStore', async () => new MemoryStore()],
  ['ForgivingStore', () => ForgivingStore.open()],
  ['ForgivingStore without a disk', async () => new ForgivingStore(null, 'no disk')],
]

describe.each(STORES)('%s', (_, open) => {
  let store: DataStore
  beforeEach(async () => {
    store = await open()
  })

  it('keeps whole files, the last of each name', async () => {
    expect(await store.read(NAME)).toBeNull()
    await store.write(file(NAME, 'old'), bytes(1, 2, 3))
    await store.write(file(NAME, 'new'), bytes(4, 5, 6))
    await store.write(file('test_batch.bin'), bytes(7, 8, 9))
    const list = await store.list()
    expect(list).toHaveLength(2)
    expect(list).toContainEqual(file(NAME, 'new'))
    expect(await store.read(NAME)).toEqual(bytes(4, 5, 6))
  })

  it('joins pieces in order', async () => {
    await store.appendPiece(partial(2), bytes(1, 2))
    await store.appendPiece(partial(5), bytes(3, 4, 5))
    await store.appendPiece(partial(6), bytes(6))
    expect(await store.partial(NAME)).toEqual(partial(6))
    const target = new Uint8Array(8)
    expect(await store.readPieces(NAME, target, 0)).toBe(6)
    expect(target).toEqual(bytes(1, 2, 3, 4, 5, 6, 0, 0))
  })

  it('restarts a file with a piece at byte 0', async () => {
    await store.appendPiece(partial(2), bytes(1, 2))
    await store.appendPiece(partial(4), bytes(3, 4))
    await store.appendPiece(partial(2, '"two"'), bytes(9, 8))
    const target = new Uint8Array(4)
    expect(await store.readPieces(NAME, target, 0)).toBe(2)
    expect(target).toEqual(bytes(9, 8, 0, 0))
    expect(await store.partial(NAME)).toEqual(partial(2, '"two"'))
  })

  it('has no pieces of a file that is whole', async () => {
    await store.appendPiece(partial(2), bytes(1, 2))
    await store.write(file(NAME), bytes(1, 2, 3))
    expect(await store.partial(NAME)).toBeNull()
    expect(await store.readPieces(NAME, new Uint8Array(3), 0)).toBe(0)
  })

  it('drops pieces, files, everything', async () => {
    await store.write(file(NAME), bytes(1, 2, 3))
    await store.write(file('test_batch.bin'), bytes(1, 2, 3))
    await store.appendPiece(partial(2), bytes(1, 2))
    await store.removePieces(NAME)
    expect(await store.partial(NAME)).toBeNull()
    expect(await store.list()).toHaveLength(2)
    await store.remove(NAME)
    expect(await store.list()).toEqual([file('test_batch.bin')])
    await store.appendPiece(partial(2), bytes(1, 2))
    await store.clear()
    expect(await store.list()).toEqual([])
    expect(await store.read('test_batch.bin')).toBeNull()
    expect(await store.partial(NAME)).toBeNull()
  })
})

describe('IndexedDbStore', () => {
  it('has everything after the page is reloaded', async () => {
    const before = await IndexedDbStore.open()
    await before.write(file('test_batch.bin'), bytes(1, 2, 3))
    await before.appendPiece(partial(2), bytes(1, 2))
    const after = await IndexedDbStore.open()
    expect(await after.list()).toEqual([file('test_batch.bin')])
    expect(await after.read('test_batch.bin')).toEqual(bytes(1, 2, 3))
    expect(await after.partial(NAME)).toEqual(partial(2))
  })
})

describe('ForgivingStore', () => {
  it('continues in memory when the disk is full, and keeps the files on disk', async () => {
    const disk = new FailingDisk()
    const store = new ForgivingStore(disk)
    await store.write(file(NAME), bytes(1, 2, 3))
    expect(store.refusal).toBeNull()

    disk.write = async () => {
      throw new DOMException('no room', 'QuotaExceededError')
    }
    await store.write(file('test_batch.bin'), bytes(4, 5, 6))
    expect(store.refusal).toContain('no room')
    expect(await store.list()).toEqual([file(NAME), file('test_batch.bin')])
    expect(await store.read(NAME)).toEqual(bytes(1, 2, 3))
    expect(await store.read('test_batch.bin')).toEqual(bytes(4, 5, 6))
  })

  it('joins pieces on disk with those that no longer fit there', async () => {
    const disk = new FailingDisk()
    const store = new ForgivingStore(disk)
    await store.appendPiece(partial(2), bytes(1, 2))
    disk.working = false
    await store.appendPiece(partial(3), bytes(3))
    disk.working = true
    await store.appendPiece(partial(5), bytes(4, 5))
    const target = new Uint8Array(5)
    expect(await store.readPieces(NAME, target, 0)).toBe(5)
    expect(target).toEqual(bytes(1, 2, 3, 4, 5))
    expect(await store.partial(NAME)).toEqual(partial(5))
  })

  it('does without a disk that is gone', async () => {
    const disk = new FailingDisk()
    const store = new ForgivingStore(disk)
    await store.write(file(NAME), bytes(1, 2, 3))
    disk.working = false
    expect(await store.read(NAME)).toBeNull()
    expect(await store.list()).toEqual([])
    expect(store.refusal).toContain('no room')
  })

  it('trusts the disk again once there is room', async () => {
    const disk = new FailingDisk()
    const store = new ForgivingStore(disk)
    disk.working = false
    await store.write(file(NAME), bytes(1, 2, 3))
    disk.working = true
    await store.clear()
    expect(store.refusal).toBeNull()
    await store.write(file(NAME), bytes(1, 2, 3))
    expect(await disk.list()).toHaveLength(1)
  })

  it('works if the browser opens no database', async () => {
    globalThis.indexedDB.open = () => {
      throw new DOMException('not here', 'SecurityError')
    }
    const store = await ForgivingStore.open()
    expect(store.refusal).toContain('not here')
    await store.clear()
    expect(store.refusal).toContain('not here')
  })
})
