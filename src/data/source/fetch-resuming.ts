import { DataError } from '../error.ts'
import { recognise, RECOGNISED_BYTES } from '../format/recognise.ts'
import { beginResponse, TransferInterruption, UnfitPart, webPage, wrongLength } from './response.ts'
import { pause } from './pause.ts'
import type { Sink, Transfer } from './transfer.ts'

const PATIENCE = 10_000

const RETRY_DELAYS = [500, 1000, 2000, 4000, 8000]

/** Longest wait that a server may request, in milliseconds. */
const LONGEST_WAIT = 120_000

const CONNECTION_LOST = 'the connection was lost.'

/**
 * Fetches a file into `sink`, resuming it (Range with If-Range, so that a changed file starts over), and retries after
 * connection failures. If the response doesn't match the stored part, it starts at byte 0. Throws DataError when
 * attempts run out, or at once if retrying wouldn't help (404, a page instead of data, a wrong length); the signal's
 * reason when aborted.
 */
export async function fetchResuming(transfer: Transfer, sink: Sink): Promise<void> {
  const delays = transfer.retryDelays ?? RETRY_DELAYS
  let furthest = sink.received
  let restarted = false
  for (let failures = 0; ; failures++) {
    if (sink.etag !== null && sink.received === transfer.bytes) return
    // Some browsers need CORS permission for a Range request, which may be denied: the last attempt is for the whole
    // file.
    const whole = transfer.version !== undefined && failures > 0 && failures === delays.length
    try {
      return await attempt(transfer, sink, whole)
    } catch (error) {
      transfer.signal.throwIfAborted()
      if (error instanceof UnfitPart) {
        // Also to a request for the whole file: another source may do better.
        if (restarted) throw new DataError(`${transfer.name}: ${error.message}.`, error.advice)
        restarted = true
        await sink.restart(null)
        const message = `${transfer.name}: ${error.message}. Starting from the beginning.`
        transfer.onInterrupted(message, error.message)
        continue
      }
      if (!(error instanceof TransferInterruption)) throw error
      if (sink.received > furthest) failures = 0
      furthest = Math.max(furthest, sink.received)
      const givesWay = error.silent && transfer.hasAlternative === true
      if (failures === delays.length || error.after > LONGEST_WAIT || givesWay) {
        throw new DataError(`${transfer.name}: ${error.message}`, error.advice, { cause: error })
      }
      const delay = Math.max(delays[failures], error.after)
      const message = `${transfer.name}: ${error.message} ${tryingAgain(error.after)}`
      transfer.onInterrupted(message, error.message.replace(/\.$/, ''))
      await pause(delay, transfer.signal)
    }
  }
}

const tryingAgain = (after: number) =>
  after === 0
    ? 'Trying again.'
    : `Trying again in ${Math.ceil(after / 1000)} s, as the server asks.`

async function attempt(transfer: Transfer, sink: Sink, whole: boolean): Promise<void> {
  const connection = new AbortController()
  // AbortSignal.any is missing in browsers that have WebGPU: Safari before 17.4 and Chrome before 116.
  const abort = () => connection.abort(transfer.signal.reason)
  transfer.signal.addEventListener('abort', abort, { once: true })
  const patience = transfer.patience ?? PATIENCE
  try {
    transfer.signal.throwIfAborted()
    const response = await request(transfer, whole ? null : sink, connection.signal, patience)
    const total = await beginResponse(transfer, sink, response)
    for await (const chunk of chunksOf(response, patience)) {
      if (sink.received === 0 && recognise(chunk.subarray(0, RECOGNISED_BYTES)) === 'html') {
        throw webPage(transfer.name)
      }
      if (total !== null && sink.received + chunk.length > total) {
        // None of it can be trusted, so another attempt must start over.
        await sink.restart(null)
        throw wrongLength(transfer.name)
      }
      await sink.append(chunk)
      transfer.onProgress(sink.received, total)
      transfer.signal.throwIfAborted()
    }
    if (total !== null && sink.received < total) throw new TransferInterruption(CONNECTION_LOST)
  } finally {
    transfer.signal.removeEventListener('abort', abort)
    connection.abort()
  }
}

/** Requests the rest of the file, or all of it. */
async function request(
  { url, version }: Transfer,
  sink: Sink | null,
  signal: AbortSignal,
  patience: number,
): Promise<Response> {
  const headers = new Headers({ 'Accept-Encoding': 'identity' })
  if (sink !== null && sink.received > 0 && sink.etag !== null) {
    headers.set('Range', `bytes=${sink.received}-`)
    if (version === undefined) headers.set('If-Range', sink.etag)
  }
  const answer = fetch(url, { headers, signal, cache: 'no-store' })
  return within(patience, answer, {
    late: `the server has sent nothing for ${patience / 1000} s.`,
    failed: 'the server cannot be reached, or redirects endlessly.',
  })
}

/** The result of `work`; throws an interruption if it fails or times out. */
async function within<T>(
  milliseconds: number,
  work: Promise<T>,
  messages: { readonly late: string; readonly failed: string },
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new TransferInterruption(messages.late, { silent: true })),
      milliseconds,
    )
  })
  try {
    return await Promise.race([work, tooLong])
  } catch (cause) {
    throw cause instanceof TransferInterruption
      ? cause
      : new TransferInterruption(messages.failed, { cause })
  } finally {
    clearTimeout(timer)
  }
}

async function* chunksOf(
  response: Response,
  patience: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  if (!reader) return
  const messages = {
    late: `the server has sent nothing for ${patience / 1000} s.`,
    failed: CONNECTION_LOST,
  }
  for (;;) {
    const { done, value } = await within(patience, reader.read(), messages)
    if (done) return
    yield value
  }
}
