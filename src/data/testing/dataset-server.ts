import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DATA_FILE_NAMES } from '../cifar10.ts'
import { DatasetServer, type DatasetServerOptions } from '../node/dataset-server.ts'
import { syntheticBatch } from './data.ts'

export interface TestServer {
  readonly url: string
  readonly dataset: DatasetServer
  stop(): Promise<void>
}

/** A folder of this test's own. */
export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'lab94-'))

/** Six synthetic files in a folder; the training files are all one, to save the disk. */
export async function writeSyntheticFiles(folder: string): Promise<void> {
  const [first, ...others] = DATA_FILE_NAMES
  await writeFile(join(folder, first), syntheticBatch(0))
  for (const name of others) {
    if (name === 'test_batch.bin') await writeFile(join(folder, name), syntheticBatch(5))
    else await symlink(first, join(folder, name))
  }
}

/** Serves `/cifar-10/` like Vite's servers, and a page for every other path. */
export async function startDatasetServer(
  options: Omit<DatasetServerOptions, 'print'>,
): Promise<TestServer> {
  const dataset = new DatasetServer({ ...options, print: () => {} })
  await dataset.open()
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (path.startsWith('/cifar-10/')) {
      dataset.handle(path.slice('/cifar-10/'.length), request, response)
    } else {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    dataset,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true })
