import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import { FaultyServer } from '../../../e2e/support/faulty-server.ts'
import { Dataset, type DatasetOptions } from '../dataset.ts'
import { ServerSource } from '../source/server.ts'
import type { DataStatus } from '../status.ts'
import { ForgivingStore } from '../store/forgiving.ts'
import { MemoryStore } from '../store/memory.ts'
import {
  removeFolder,
  startDatasetServer,
  temporaryFolder,
  writeSyntheticFiles,
  type TestServer,
} from './dataset-server.ts'

/** Storage that survives a reload. */
export const ON_DISK: Partial<DatasetOptions> = { openStore: () => ForgivingStore.open() }

/** A test server, a proxy that injects faults, and the data set as the page uses it. */
interface ServedDataset {
  /** Available once tests run. Faults are reset before each test. */
  readonly faulty: () => FaultyServer
  /** The data set as on a freshly loaded page, with its own disk. */
  readonly opened: (options?: Partial<DatasetOptions>) => {
    dataset: Dataset
    statuses: DataStatus[]
  }
  /** The requests for batches that the server has seen. */
  readonly fetchedFiles: () => FaultyServer['seen']
}

/** Serves synthetic images to the tests of the file that calls it. */
export function serveDataset(): ServedDataset {
  // 184 MB go through most of these tests.
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
  let root: string
  let origin: TestServer
  let faulty: FaultyServer

  beforeAll(async () => {
    vi.stubEnv('LAB94_DATA', '')
    root = await temporaryFolder()
    await mkdir(join(root, 'data'))
    await writeSyntheticFiles(join(root, 'data'))
    origin = await startDatasetServer({ root })
    faulty = await FaultyServer.start(origin.url)
  })

  afterAll(async () => {
    await faulty.stop()
    await origin.stop()
    await removeFolder(root)
    vi.unstubAllEnvs()
  })

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    faulty.faults.clear()
    faulty.seen.length = 0
  })

  return {
    faulty: () => faulty,
    opened: (options = {}) => {
      const statuses: DataStatus[] = []
      const dataset = new Dataset({
        openStore: async () => new ForgivingStore(new MemoryStore()),
        sources: [new ServerSource(faulty.url)],
        openSample: () => Promise.reject(new Error('no sample here')),
        isPersistent: async () => false,
        onStatus: (status) => statuses.push(status),
        retryDelays: [1, 1],
        ...options,
      })
      return { dataset, statuses }
    },
    fetchedFiles: () => faulty.seen.filter(({ path }) => path.endsWith('.bin')),
  }
}

export const fileNames = ({ status }: Dataset) => status.files.map((file) => file.name)

/** Resolves when the status matches. */
export async function until(
  dataset: Dataset,
  holds: (status: DataStatus) => boolean,
): Promise<void> {
  await vi.waitFor(() => expect(holds(dataset.status)).toBe(true), { timeout: 15_000, interval: 1 })
}
