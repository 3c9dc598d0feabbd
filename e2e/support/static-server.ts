import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/**
 * A minimal server for the page: the files of a folder under `/lab94/` with only their type and length, and 404 for
 * everything else. Redirects the folder's address without its slash. No ranges, no ETag, no fallback page.
 */
export class StaticServer {
  /** Requested paths that don't exist, in order. */
  readonly missing: string[] = []
  folder: string
  /** The page's address; empty until the server listens. */
  url = ''
  readonly #server: Server

  private constructor(folder: string) {
    this.folder = folder
    this.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (pathname === '/lab94') {
        response.writeHead(301, { Location: '/lab94/' }).end()
        return
      }
      const file = this.#file(pathname)
      if (file === null) {
        this.missing.push(pathname)
        response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found')
        return
      }
      response.writeHead(200, {
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
        'Content-Length': statSync(file).size,
      })
      createReadStream(file).pipe(response)
    })
  }

  static async start(folder: string): Promise<StaticServer> {
    const server = new StaticServer(folder)
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    const address = server.#server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    server.url = `http://localhost:${address.port}/lab94/`
    return server
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #file(pathname: string): string | null {
    if (!pathname.startsWith('/lab94/')) return null
    const inside = normalize(pathname.slice('/lab94'.length))
    const path = join(this.folder, inside.endsWith('/') ? `${inside}index.html` : inside)
    return existsSync(path) && statSync(path).isFile() ? path : null
  }
}
