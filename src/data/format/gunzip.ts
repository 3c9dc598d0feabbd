import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako'

/** Gzip data that fails its checks, ends too early or unpacks to too much. */
export class GzipError extends Error {
  override readonly name = 'GzipError'
  readonly fault: 'truncated' | 'damaged' | 'too large'

  constructor(fault: GzipError['fault']) {
    super(`The gzip data is ${fault}.`)
    this.fault = fault
  }
}

const OUTPUT_BYTES = 1 << 16

/** zlib's code for a 32 KiB window and a gzip header. */
const GZIP_WINDOW_BITS = 15 + 16

/**
 * Unpacks gzip: all members one after another (RFC 1952, 2.2), empty ones too, and zero padding behind a member.
 * Browsers' DecompressionStream refuses both. Checks each member's CRC. The stream fails with GzipError, also beyond
 * `limit` unpacked bytes.
 */
export function gunzip(
  zipped: ReadableStream<Uint8Array<ArrayBuffer>>,
  limit: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = zipped.getReader()
  const chunks = unpacked(reader, limit)
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

async function* unpacked(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  limit: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const state = new ZStream()
  if (zlibInflateInit2(state, GZIP_WINDOW_BITS) !== Z_OK) throw new GzipError('damaged')
  let total = 0
  let isMemberOver = false
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    state.input = value
    state.next_in = 0
    state.avail_in = value.length
    while (state.avail_in > 0 || state.avail_out === 0) {
      if (isMemberOver) {
        skipZeros(state)
        if (state.avail_in === 0) break
        zlibInflateReset(state)
        isMemberOver = false
      }
      state.output = new Uint8Array(OUTPUT_BYTES)
      state.next_out = 0
      state.avail_out = OUTPUT_BYTES
      const status = zlibInflate(state, Z_NO_FLUSH)
      total += state.next_out
      if (total > limit) throw new GzipError('too large')
      if (state.next_out > 0) yield state.output.subarray(0, state.next_out)
      isMemberOver = status === Z_STREAM_END
      if (!isMemberOver && status !== Z_OK && status !== Z_BUF_ERROR) throw new GzipError('damaged')
    }
  }
  if (!isMemberOver) throw new GzipError('truncated')
}

function skipZeros(state: ZStream): void {
  while (state.avail_in > 0 && state.input[state.next_in] === 0) {
    state.next_in += 1
    state.avail_in -= 1
  }
}
