import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseRange } from '../../src/data/node/serve-file.ts'

/**
 * Imitates a file host on the web: one origin redirects to another, which lets other origins read the files, but neither
 * ETag nor Content-Range, and answers no CORS preflight.
 */
export class TestMirror {
  /** Methods other than GET that were tried. */
  readonly refused: string[] = []
  readonly #files: ReadonlyMap<string, Uint8Array>
  readonly #hub: Server
  readonly #store: Server
  /** Where the hub redirects to: the store, unless a proxy is put in front of it. */
  storeUrl: string

  private constructor(files: ReadonlyMap<string, Uint8Array>) {
    this.#files = files
    this.#hub = createServer((request, response) => {
      const location = new URL(request.url ?? '/', this.storeUrl).href
      response.writeHead(302, { Location: location, 'Access-Control-Allow-Origin': '*' }).end()
    })
    this.#store = createServer((request, response) => this.#answer(request, response))
    this.storeUrl = ''
  }

  /** `files` by path, such as `/train.parquet`. */
  static async start(files: ReadonlyMap<string, Uint8Array>): Promise<TestMirror> {
    const mirror = new TestMirror(files)
    for (const server of [mirror.#hub, mirror.#store]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    }
    mirror.storeUrl = urlOf(mirror.#store)
    return mirror
  }

  get url(): string {
    return urlOf(this.#hub)
  }

  async stop(): Promise<void> {
    for (const server of [this.#hub, this.#store]) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  #answer({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse): void {
    if (method !== 'GET') {
      this.refused.push(method)
      response.writeHead(405).end()
      return
    }
    response.setHeader('Access-Control-Allow-Origin', '*')
    const content = this.#files.get(url)
    if (content === undefined) {
      response.writeHead(404).end()
      return
    }
    const range = parseRange(headers.range, content.length)
    if (range === 'unsatisfiable') {
      response.writeHead(416).end()
      return
    }
    const { first, last } = range ?? { first: 0, last: content.length - 1 }
    const rest = content.subarray(first, last + 1)
    if (range) response.setHeader('Content-Range', `bytes ${first}-${last}/${content.length}`)
    response.writeHead(range ? 206 : 200, { ETag: '"hidden"', 'Content-Length': rest.length })
    response.end(rest)
  }
}

function urlOf(server: Server): string {
  const address: string | AddressInfo | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has stopped.')
  return `http://localhost:${address.port}/`
}
