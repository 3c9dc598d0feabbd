import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { measureRate } from './measure-rate.ts'

let server: Server
let url: string

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/missing') response.writeHead(404).end('no')
    // Never ends, so the measurement must.
    else if (request.url === '/endless') {
      const send = () => {
        while (response.write(new Uint8Array(1 << 16)));
      }
      response.on('drain', send)
      send()
    } else setTimeout(() => response.end(new Uint8Array(100_000)), 200)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const signal = new AbortController().signal

it('measures bytes a second, the wait for the first of them included', async () => {
  const rate = await measureRate(`${url}/file`, signal)
  expect(rate).toBeGreaterThan(0)
  expect(rate).toBeLessThanOrEqual(500_000)
})

it('ends automatically', async () => {
  expect(await measureRate(`${url}/endless`, signal)).toBeGreaterThan(0)
})

it('knows nothing of a source that has no such file or cannot be reached', async () => {
  expect(await measureRate(`${url}/missing`, signal)).toBeNull()
  expect(await measureRate('http://127.0.0.1:1/file', signal)).toBeNull()
  expect(await measureRate(`${url}/file`, AbortSignal.abort())).toBeNull()
})
