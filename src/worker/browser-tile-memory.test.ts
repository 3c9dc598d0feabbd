import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BrowserTileMemory } from './browser-tile-memory.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('BrowserTileMemory', () => {
  it('stores each adapter’s tiles, also across a reload', async () => {
    const memory = new BrowserTileMemory()
    expect(await memory.recall('one')).toEqual({})
    await memory.remember('one', { a: 'large' })
    await memory.remember('two', { a: 'small' })
    const reloaded = new BrowserTileMemory()
    expect(await reloaded.recall('one')).toEqual({ a: 'large' })
    expect(await reloaded.recall('two')).toEqual({ a: 'small' })
  })

  it('stores tiles until the page closes if the disk fails', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new Error('no room')
    })
    const memory = new BrowserTileMemory()
    await memory.remember('three', { a: 'large' })
    expect(await memory.recall('three')).toEqual({ a: 'large' })
  })

  it('ignores choices that it cannot read', async () => {
    await new BrowserTileMemory().remember('four', { a: 'large' })
    const database = await openDB('lab94-tiles')
    await database.put('choices', { a: 7 }, 'four')
    database.close()
    expect(await new BrowserTileMemory().recall('four')).toEqual({})
  })
})
