import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'

export interface ServedFile {
  readonly path: string
  readonly bytes: number
  /** Strong, in quotes. */
  readonly etag: string
}

export interface ByteRange {
  readonly first: number
  readonly last: number
}

/**
 * Answers with a file or a range of it (RFC 9110: Range, If-Range, If-None-Match), as it lies on disk. Vite's static
 * handler has only weak ETags and no If-Range, without which a resumed download could mix two versions.
 */
export function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  { path, bytes, etag }: ServedFile,
): void {
  response.setHeader('Content-Type', 'application/octet-stream')
  response.setHeader('Accept-Ranges', 'bytes')
  response.setHeader('Cache-Control', 'no-cache, no-transform')
  response.setHeader('ETag', etag)
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end()
    return
  }
  const condition = request.headers['if-range']
  const wanted = condition === undefined || condition === etag ? request.headers.range : undefined
  const range = parseRange(wanted, bytes)
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${bytes}` }).end()
    return
  }
  const { first, last } = range ?? { first: 0, last: bytes - 1 }
  if (range) response.setHeader('Content-Range', `bytes ${first}-${last}/${bytes}`)
  response.writeHead(range ? 206 : 200, { 'Content-Length': last - first + 1 })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  // Closes both ends on an error: the client disconnected, or the file vanished, which the client sees as a broken
  // connection.
  pipeline(createReadStream(path, { start: first, end: last }), response, () => {})
}

/** A header's single range within a file of `bytes` bytes; null for none or several, which means the whole file. */
export function parseRange(
  header: string | undefined,
  bytes: number,
): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), bytes)
    return length === 0 ? 'unsatisfiable' : { first: bytes - length, last: bytes - 1 }
  }
  const first = Number(match[1])
  const last = match[2] === '' ? bytes - 1 : Math.min(Number(match[2]), bytes - 1)
  return first >= bytes || first > last ? 'unsatisfiable' : { first, last }
}
