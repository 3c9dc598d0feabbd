import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createServer, preview } from 'vite'
import { syntheticBatch } from '../testing/data.ts'
import { removeFolder, temporaryFolder, writeSyntheticFiles } from '../testing/dataset-server.ts'
import { cifar10Server } from './vite-plugin.ts'

// 184 MB are checked before a server is ready.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const SECRET = 'only for me'

let parent: string
let root: string

/** A project with data and a built page, and a file beside it that nobody may read. */
beforeAll(async () => {
  parent = await temporaryFolder()
  root = join(parent, 'project')
  await mkdir(join(root, 'dist'), { recursive: true })
  await mkdir(join(root, 'data'))
  await writeFile(join(parent, 'secret.txt'), SECRET)
  await writeFile(join(root, 'dist', 'index.html'), '<!doctype html><title>lab94</title>')
  await writeSyntheticFiles(join(root, 'data'))
  await writeFile(join(root, 'data', 'secret.txt'), SECRET)
  vi.stubEnv('LAB94_DATA', '')
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await removeFolder(parent)
})

interface Answer {
  readonly status: number
  readonly body: string
}

/** Requests exactly this path, which `fetch` would normalise first. */
function ask(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      let body = ''
      response.setEncoding('latin1').on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    sent.on('error', reject).end()
  })
}

const SHARED = { configFile: false, logLevel: 'silent' } as const
const HOST = { host: '127.0.0.1', port: 0, allowedHosts: ['lab.example'] }

const SERVERS = {
  dev: async () => {
    const server = await createServer({
      ...SHARED,
      root,
      plugins: [cifar10Server()],
      optimizeDeps: { noDiscovery: true },
      server: { ...HOST, ws: false },
    })
    return server.listen()
  },
  preview: () => preview({ ...SHARED, root, plugins: [cifar10Server()], preview: HOST }),
}

describe.each(['dev', 'preview'] as const)('the data route of the %s server', (kind) => {
  let port: number
  let close: () => Promise<void>

  beforeAll(async () => {
    const server = await SERVERS[kind]()
    close = () => server.close()
    const address = server.httpServer?.address()
    if (!address || typeof address === 'string') throw new Error('no port')
    port = address.port
    const manifest = () => ask(port, '/cifar-10/manifest.json')
    await vi.waitUntil(async () => (await manifest()).status === 200, 30_000)
  })

  afterAll(() => close())

  it.each([
    '/cifar-10/secret.txt',
    '/cifar-10/../secret.txt',
    '/cifar-10/../../secret.txt',
    '/cifar-10/test_batch.bin/../secret.txt',
    '/cifar-10/..%2fsecret.txt',
    '/cifar-10/..%2f..%2fsecret.txt',
    '/cifar-10/%2e%2e/%2e%2e/secret.txt',
    '/cifar-10/%2e%2e%5csecret.txt',
    '/cifar-10/..\\..\\secret.txt',
    '/cifar-10//etc/passwd',
    '/cifar-10/%2fetc%2fpasswd',
    '/cifar-10/test_batch.bin%00.txt',
    '/cifar-10/test%5fbatch.bin',
    '/cifar-10/TEST_BATCH.BIN',
    '/cifar-10/constructor',
  ])('has nothing at %s', async (path) => {
    const { status, body } = await ask(port, path)
    expect(status).toBe(404)
    expect(body).toMatch(/^\{"message":/)
    expect(body).not.toContain(SECRET)
  })

  it('serves a file whatever the query', async () => {
    const range = { Range: 'bytes=0-9' }
    for (const path of ['/cifar-10/test_batch.bin', '/cifar-10/test_batch.bin?v=1']) {
      expect((await ask(port, path, range)).body).toHaveLength(10)
    }
  })

  it.each(['localhost', '127.0.0.1', '[::1]', 'lab.example', 'localhost:9494'])(
    'answers to the name %s',
    async (host) => {
      expect((await ask(port, '/cifar-10/manifest.json', { Host: host })).status).toBe(200)
    },
  )

  it.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example:9494',
    '127.0.0.1.evil.example',
  ])('refuses the name %s, which may have been bound to this computer', async (host) => {
    for (const path of ['/cifar-10/manifest.json', '/cifar-10/test_batch.bin']) {
      expect((await ask(port, path, { Host: host })).status).toBe(403)
    }
    expect((await ask(port, '/cifar-10/manifest.json', { Host: host }, 'POST')).status).toBe(403)
  })

  it('rejects commands from pages of other sites', async () => {
    const post = (site: string) =>
      ask(port, '/cifar-10/manifest.json', { 'Sec-Fetch-Site': site }, 'POST')
    expect((await post('cross-site')).status).toBe(403)
    expect((await post('same-origin')).status).toBe(202)
  })
})

describe('symbolic links', () => {
  const THIRD = 'data_batch_3.bin'

  it('lead to checked batches only, and to those that were checked', async () => {
    const server = await SERVERS.preview()
    const address = server.httpServer.address()
    if (!address || typeof address === 'string') throw new Error('no port')
    const { port } = address
    const manifest = (method?: string) => ask(port, '/cifar-10/manifest.json', {}, method)
    const state = async () => (await manifest()).body
    try {
      await vi.waitFor(async () => expect(await state()).toContain('"ready"'), 30_000)
      await linkTo(join(parent, 'secret.txt'))
      const refused = await ask(port, `/cifar-10/${THIRD}`)
      expect(refused.status).toBe(404)
      expect(refused.body).not.toContain(SECRET)
      expect(await state()).toContain('has changed since the server checked it')

      await manifest('POST')
      await vi.waitFor(async () => expect(await state()).toContain('is truncated'), 30_000)
      expect((await ask(port, `/cifar-10/${THIRD}`)).status).toBe(404)

      const elsewhere = join(parent, 'elsewhere.bin')
      await writeFile(elsewhere, syntheticBatch(3))
      await linkTo(elsewhere)
      await manifest('POST')
      await vi.waitFor(async () => expect(await state()).toContain('"ready"'), 30_000)
      expect((await ask(port, `/cifar-10/${THIRD}`, { Range: 'bytes=0-9' })).status).toBe(206)
    } finally {
      await server.close()
    }
  })

  async function linkTo(target: string): Promise<void> {
    await rm(join(root, 'data', THIRD))
    await symlink(target, join(root, 'data', THIRD))
  }
})
