import 'fake-indexeddb/auto'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { FILE_BYTES } from '../../data/cifar10.ts'
import { ForgivingStore } from '../../data/store/forgiving.ts'
import { IndexedDbStore } from '../../data/store/indexed-db.ts'
import type { DataStore } from '../../data/store/store.ts'
import { ON_DISK, serveDataset } from '../../data/testing/served-dataset.ts'
import { randomWords, wordBelow } from '../../random/stream.ts'
import { type Ended, openGpuSession, SHORT_RUN } from '../testing/lost-devices.ts'
import { newSavedRuns } from '../testing/saved-runs.ts'

const SEED = 14
const MOMENTS = 6
/** Each of the six files is written in seven pieces and once as a whole; its pieces are removed before and after. */
const WRITES = 60
/** A piece of 4 MiB is stored once it is whole, with the chunk that completes it. */
const PIECE = (4 << 20) + (1 << 20)
const RUN = { ...SHORT_RUN, dataset: 'full' } as const

/** A disk whose worker is killed at one of its writes, before or after the write takes effect. */
class MortalDisk extends IndexedDbStore {
  readonly dead: Promise<void>
  #die = () => {}
  #left: number
  readonly #isWritten: boolean

  constructor(writes: number, isWritten: boolean) {
    super()
    this.#left = writes
    this.#isWritten = isWritten
    this.dead = new Promise((resolve) => (this.#die = resolve))
  }

  override write(...args: Parameters<DataStore['write']>) {
    return this.#alive(() => super.write(...args))
  }

  override appendPiece(...args: Parameters<DataStore['appendPiece']>) {
    return this.#alive(() => super.appendPiece(...args))
  }

  override removePieces(...args: Parameters<DataStore['removePieces']>) {
    return this.#alive(() => super.removePieces(...args))
  }

  async #alive(write: () => Promise<void>): Promise<void> {
    if (this.#left-- > 0) return write()
    if (this.#left === -1 && this.#isWritten) await write()
    this.#die()
    return new Promise(() => {})
  }
}

describe('a worker killed during the download', () => {
  const { faulty, opened: openedData, fetchedFiles } = serveDataset()
  // Much data for a busy machine, whose server must not seem silent.
  vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })
  const opened = (options: Parameters<typeof openedData>[0] = {}) =>
    openedData({ ...options, patience: 120_000 })
  let left: Ended

  beforeAll(async () => {
    const { dataset } = opened()
    const ends: (() => void)[] = []
    const session = await openGpuSession({
      full: (signal) => dataset.full(signal),
      atEnd: (end) => ends.push(end),
    })
    left = await session.run(RUN)
    for (const end of ends) end()
  })

  const words = randomWords(SEED, 'killed downloads', 0, MOMENTS)
  it.each(
    Array.from(words, (word, i) => ({ writes: wordBelow(word, WRITES), isWritten: i % 2 === 0 })),
  )(
    'keeps what has arrived, and the run ends with the same bits: $writes writes, the next one done: $isWritten',
    async ({ writes, isWritten }) => {
      const disk = new MortalDisk(writes, isWritten)
      const { dataset: killed } = opened({ openStore: async () => new ForgivingStore(disk) })
      const session = await openGpuSession({
        full: (signal) => killed.full(signal),
        savedRuns: newSavedRuns(),
      })
      await Promise.race([session.run(RUN), disk.dead])
      const { bytesDone, phase } = killed.status
      expect(phase).toBe('downloading')

      faulty().seen.length = 0
      const { dataset } = opened(ON_DISK)
      const saved = newSavedRuns()
      expect(await saved.load()).toBeNull()
      const again = await openGpuSession({
        full: (signal) => dataset.full(signal),
        savedRuns: saved,
      })
      const { end, last } = await again.run(RUN)
      expect(left.last).toMatchObject({ type: 'done' })
      expect(last).toEqual(left.last)
      expect(end).toEqual(left.end)

      const fetchedAgain = fetchedFiles().map(
        ({ range }) => FILE_BYTES - Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0),
      )
      const stored = 6 * FILE_BYTES - fetchedAgain.reduce((sum, bytes) => sum + bytes, 0)
      expect(bytesDone - stored).toBeLessThan(PIECE)
    },
  )
})
