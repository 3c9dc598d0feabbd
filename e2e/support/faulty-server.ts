import {
  createServer,
  request as askUpstream,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { Transform } from 'node:stream'

/** A fault in the responses for a path. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** Replaces headers by name, from the offset at which the response starts in the file; null removes one. */
  | { readonly kind: 'part'; readonly headers: Readonly<Record<string, HeaderOf>> }
  /** Responds with another file: an HTML page, as from servers that answer every path with one. */
  | { readonly kind: 'page' }
  /** Flips the lowest bit of one byte of the file. */
  | { readonly kind: 'flip'; readonly byte: number }
  /** Truncates the file to this many bytes, with matching headers. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** Closes the connection after `after` bytes of a body, a number of times. */
  | { readonly kind: 'die'; readonly after: number; times: number }
  /** Range requests get no response. */
  | { readonly kind: 'no-range' }
  /** Stalls after this many bytes of the file, with the connection open. */
  | { readonly kind: 'hang'; readonly after: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }

type HeaderOf = (start: number) => string | null

/** Faults that need the response of the server behind. */
type BodyFault = Extract<Fault, { kind: 'cut' | 'die' | 'flip' | 'hang' | 'part' | 'slow' }>

export interface Seen {
  readonly path: string
  readonly range: string | undefined
  /** Its If-Range header. */
  readonly condition: string | undefined
}

const PAGE = '<!doctype html><html><title>lab94</title></html>'

/** A proxy that passes everything on, except for paths with a fault. */
export class FaultyServer {
  /** By path, such as `/cifar-10/test_batch.bin`. */
  readonly faults = new Map<string, Fault>()
  /** Every request since the start, in order. */
  readonly seen: Seen[] = []
  readonly #upstream: URL
  readonly #server: Server

  private constructor(upstream: URL) {
    this.#upstream = upstream
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  static async start(upstream: string | URL): Promise<FaultyServer> {
    const faulty = new FaultyServer(new URL(upstream))
    await new Promise<void>((resolve) => faulty.#server.listen(0, '127.0.0.1', resolve))
    return faulty
  }

  /** By host name, not number, which browsers treat as secure, like the preview server's. */
  get url(): URL {
    return new URL(`http://localhost:${portOf(this.#server)}/`)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? '/', this.#upstream).pathname
    const { range } = request.headers
    this.seen.push({ path, range, condition: request.headersDistinct['if-range']?.[0] })
    const fault = this.faults.get(path)
    switch (fault?.kind) {
      case 'status':
        response.writeHead(fault.status, {
          'Content-Type': 'text/plain',
          ...(fault.retryAfter !== undefined && { 'Retry-After': fault.retryAfter }),
        })
        response.end('no')
        return
      case 'page':
        response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE)
        return
      case 'no-range':
        if (range === undefined) this.#passOn(request, response, undefined)
        else request.destroy()
        return
      case 'cut':
      case 'die':
      case 'flip':
      case 'hang':
      case 'part':
      case 'slow':
      case undefined:
        this.#passOn(request, response, fault)
    }
  }

  #passOn(request: IncomingMessage, response: ServerResponse, fault: BodyFault | undefined): void {
    const upstreamRequest = askUpstream(
      new URL(request.url ?? '/', this.#upstream),
      { method: request.method, headers: { ...request.headers, host: this.#upstream.host } },
      (answer) => {
        const start = startOf(answer)
        const headers = { ...answer.headers }
        if (fault?.kind === 'cut') {
          // A truncated file has a shorter length, also in Content-Range.
          if (start >= fault.bytes) {
            answer.destroy()
            response.writeHead(416, { 'Content-Range': `bytes */${fault.bytes}` }).end()
            return
          }
          headers['content-length'] = String(fault.bytes - start)
          if (answer.statusCode === 206) {
            headers['content-range'] = `bytes ${start}-${fault.bytes - 1}/${fault.bytes}`
          }
        }
        if (fault?.kind === 'part') changeHeaders(headers, fault.headers, start)
        response.writeHead(answer.statusCode ?? 502, headers)
        response.flushHeaders()
        answer.on('error', () => response.destroy())
        answer.pipe(spoil(fault, start, response)).pipe(response)
      },
    )
    upstreamRequest.on('error', () => response.destroy())
    request.pipe(upstreamRequest)
  }
}

/** Applies the fault to the bytes of a body; `start` is their offset in the file. */
function spoil(fault: BodyFault | undefined, start: number, response: ServerResponse): Transform {
  let at = start
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const first = at
      at += chunk.length
      switch (fault?.kind) {
        case 'flip':
          if (fault.byte >= first && fault.byte < at) chunk[fault.byte - first] ^= 1
          return done(null, chunk)
        case 'cut':
          return done(null, chunk.subarray(0, Math.max(0, fault.bytes - first)))
        case 'die':
          if (fault.times <= 0 || at - start < fault.after) return done(null, chunk)
          fault.times -= 1
          // Flushes first, so that the reader really receives half of the body.
          response.write(chunk, () => response.destroy())
          return
        case 'hang':
          if (at < fault.after) return done(null, chunk)
          // Never calls back, so no more data is requested.
          this.push(chunk.subarray(0, Math.max(0, fault.after - first)))
          return
        case 'slow':
          setTimeout(() => done(null, chunk), (1000 * chunk.length) / fault.bytesPerSecond)
          return
        case 'part':
        case undefined:
          return done(null, chunk)
      }
    },
  })
}

function changeHeaders(
  headers: IncomingMessage['headers'],
  changes: Readonly<Record<string, HeaderOf>>,
  start: number,
): void {
  for (const [name, valueOf] of Object.entries(changes)) {
    const value = valueOf(start)
    if (value === null) delete headers[name]
    else headers[name] = value
  }
}

function startOf(answer: IncomingMessage): number {
  return Number(/^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1] ?? 0)
}

function portOf(server: Server): number {
  const address: string | AddressInfo | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has stopped.')
  return address.port
}
