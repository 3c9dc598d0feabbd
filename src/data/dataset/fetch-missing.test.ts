import { describe, expect, it } from 'vitest'
import { DataError } from '../error.ts'
import type { Source } from '../source/source.ts'
import { MemoryStore } from '../store/memory.ts'
import { fetchMissing } from './fetch-missing.ts'
import { SlowSource } from './pace-watch.ts'
import { StatusBoard } from './status-board.ts'

/** A source that fails with this error. */
const failingWith = (title: string, failure: () => Error): Source => ({
  kind: 'mirror',
  title,
  files: [],
  look: async () => null,
  open: () => Promise.reject(failure()),
})

const failing = (title: string, message: string) =>
  failingWith(title, () => new DataError(message, 'Do something.'))

const preferred: string[] = []

async function fetchFrom(...sources: readonly Source[]): Promise<void> {
  preferred.length = 0
  const board = new StatusBoard(() => {})
  const { signal } = new AbortController()
  const store = new MemoryStore()
  const refresh = async () => {}
  await fetchMissing({
    sources,
    chosen: null,
    prefer: (source) => preferred.push(source.title),
    store,
    board,
    signal,
    refresh,
  })
}

describe('fetchMissing', () => {
  it('names every source that failed, and how to get the files by hand', async () => {
    const sources = [failing('First', 'a.bin is missing.'), failing('Second', 'it is silent.')]
    await expect(fetchFrom(...sources)).rejects.toMatchObject({
      name: 'DataError',
      message: 'First: a.bin is missing. Second: it is silent.',
      advice: expect.stringMatching(
        /choose the files from your own disk: download cifar-10-binary\.tar\.gz from https:.* and drop it on this page/,
      ),
    })
  })

  it('switches to a faster source first, and back to the slow one if that fails', async () => {
    const fast = failing('Fast', 'it is down.')
    let tries = 0
    const slow = failingWith('Slow', () => {
      tries += 1
      return tries === 1
        ? new SlowSource(2000, fast, 60)
        : new DataError('it broke off.', 'Try again.')
    })
    await expect(fetchFrom(slow, failing('Third', 'it is silent.'), fast)).rejects.toThrow(
      'Fast: it is down. Third: it is silent. Slow: it broke off.',
    )
    expect(preferred).toEqual(['Fast'])
  })

  it('reports that there is no source', async () => {
    await expect(fetchFrom()).rejects.toThrow('There is no source to download the data set from.')
  })
})
