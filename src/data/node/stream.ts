import type { Readable } from 'node:stream'
import { ReadableStream as NodeReadableStream } from 'node:stream/web'

/** A Node stream of bytes as a web stream, which all parsing here works on. */
export function streamOf(source: Readable): ReadableStream<Uint8Array<ArrayBuffer>> {
  return NodeReadableStream.from(source)
}
