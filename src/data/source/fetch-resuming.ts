import { DataError } from '../error.ts'
import { recognise, RECOGNISED_BYTES } from '../format/recognise.ts'
import { pause } from './pause.ts'

/** Where a transfer goes, and what is there of it already. */
export interface Sink {
  readonly received: number
  /** The version `received` bytes are of; null where they cannot be gone on with. */
  readonly etag: string | null
  /** Forgets what is here: byte 0 of that version comes next. */
  restart(etag: string | null): Promise<void>
  append(chunk: Uint8Array<ArrayBuffer>): Promise<void>
}

export interface Transfer {
  /** For messages. */
  readonly name: string
  readonly url: string
  /**
   * The version that the address stands for for good, such as a checksum; absent where only an ETag tells. A version
   * spares what other origins may neither show nor allow to a page: ETag, Content-Range, If-Range.
   */
  readonly version?: string | undefined
  /** Null where only the server knows. */
  readonly bytes: number | null
  readonly signal: AbortSignal
  /** How many bytes there are of how many, after each chunk. */
  onProgress(received: number, total: number | null): void
  /** The connection broke and is tried again. */
  onInterrupted(message: string): void
  /** Waits between attempts that bring nothing new, in milliseconds; their number is how often it is tried. */
  readonly retryDelays?: readonly number[] | undefined
  /** How long a connection may bring nothing, in milliseconds, before it counts as broken. */
  readonly patience?: number | undefined
}

const PATIENCE = 20_000

const RETRY_DELAYS = [500, 1000, 2000, 4000, 8000]

const GO_ON = 'Check the connection, then download again: it goes on where it stopped.'
const SERVER_FAULT = 'Try again later, or choose the files from your own disk.'

const BROKE_OFF = 'the connection broke off.'

/** A connection that failed, in any of the ways it may: another attempt may do better. */
class Interruption extends Error {}

/**
 * Fetches a file into `sink` from where that stands (Range with If-Range, so that a file changed meanwhile starts
 * anew), and again when the connection dies. Throws DataError when attempts run out, or at once where another would
 * not help (404, a page in place of data, another length than expected); the signal's reason when aborted.
 */
export async function fetchResuming(transfer: Transfer, sink: Sink): Promise<void> {
  const delays = transfer.retryDelays ?? RETRY_DELAYS
  let furthest = sink.received
  for (let failures = 0; ; failures++) {
    if (sink.etag !== null && sink.received === transfer.bytes) return
    // Some browsers ask another origin's leave for a Range, which it may not give: the last attempt is for all of it.
    const whole = transfer.version !== undefined && failures > 0 && failures === delays.length
    try {
      return await attempt(transfer, sink, whole)
    } catch (error) {
      transfer.signal.throwIfAborted()
      if (!(error instanceof Interruption)) throw error
      if (sink.received > furthest) failures = 0
      furthest = Math.max(furthest, sink.received)
      if (failures === delays.length) {
        throw new DataError(`${transfer.name}: ${error.message}`, GO_ON, { cause: error })
      }
      transfer.onInterrupted(`${transfer.name}: ${error.message} Trying again.`)
      await pause(delays[failures], transfer.signal)
    }
  }
}

async function attempt(transfer: Transfer, sink: Sink, whole: boolean): Promise<void> {
  const connection = new AbortController()
  const signal = AbortSignal.any([transfer.signal, connection.signal])
  const patience = transfer.patience ?? PATIENCE
  try {
    const response = await request(transfer, whole ? null : sink, signal, patience)
    const total = await begin(transfer, sink, response)
    for await (const chunk of chunksOf(response, patience)) {
      if (sink.received === 0 && recognise(chunk.subarray(0, RECOGNISED_BYTES)) === 'html') {
        throw webPage(transfer.name)
      }
      if (total !== null && sink.received + chunk.length > total) throw wrongLength(transfer.name)
      await sink.append(chunk)
      transfer.onProgress(sink.received, total)
      transfer.signal.throwIfAborted()
    }
    if (total !== null && sink.received < total) throw new Interruption(BROKE_OFF)
  } finally {
    connection.abort()
  }
}

/** Asks for the file from where `sink` stands, or for all of it. */
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
  return within(patience, answer, 'the server does not answer.')
}

/** The result of `work`; an interruption where it fails, or takes longer than that. */
async function within<T>(milliseconds: number, work: Promise<T>, failure: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Nothing came.')), milliseconds)
  })
  try {
    return await Promise.race([work, tooLong])
  } catch (cause) {
    throw new Interruption(failure, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** Judges the answer and readies the sink for it; returns the whole file's length, null where nobody states it. */
async function begin(transfer: Transfer, sink: Sink, response: Response): Promise<number | null> {
  const { name } = transfer
  const { status } = response
  if (status === 416) {
    await sink.restart(null)
    throw new Interruption('the file on the server has changed.')
  }
  if (status === 404 || status === 410) {
    throw new DataError(`${name} is missing on the server (${status}).`, SERVER_FAULT)
  }
  if (status >= 500 || status === 429) throw new Interruption(`the server answered ${status}.`)
  if (!response.ok) throw new DataError(`The server refused ${name} (${status}).`, SERVER_FAULT)
  if (response.headers.get('content-type')?.startsWith('text/html')) throw webPage(name)

  let length: number | null
  if (status === 206) {
    length = wholeLength(transfer, sink, response)
  } else {
    await sink.restart(transfer.version ?? strongEtag(response))
    length = statedLength(response)
  }
  if (length !== null && transfer.bytes !== null && length !== transfer.bytes) {
    const cutOff = length < transfer.bytes
    throw cutOff
      ? new DataError(
          `${name} is cut off on the server: ${length} bytes of ${transfer.bytes}.`,
          SERVER_FAULT,
        )
      : wrongLength(name)
  }
  return length ?? transfer.bytes
}

/** The whole file's length out of an answer with the rest of it; null where nobody states it. */
function wholeLength({ name, version }: Transfer, sink: Sink, response: Response): number | null {
  const contentRange = response.headers.get('content-range')
  if (contentRange === null && version !== undefined) {
    const rest = statedLength(response)
    return rest === null ? null : sink.received + rest
  }
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(contentRange ?? '')
  if (range === null || Number(range[1]) !== sink.received) throw wrongLength(name)
  return Number(range[2])
}

function statedLength(response: Response): number | null {
  const stated = response.headers.get('content-length')
  return stated === null ? null : Number(stated)
}

async function* chunksOf(
  response: Response,
  patience: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  if (!reader) return
  for (;;) {
    const { done, value } = await within(patience, reader.read(), BROKE_OFF)
    if (done) return
    yield value
  }
}

/** A weak ETag says nothing about single bytes, so that nothing can be put behind them. */
function strongEtag(response: Response): string | null {
  const etag = response.headers.get('etag')
  return etag === null || etag.startsWith('W/') ? null : etag
}

const webPage = (name: string) =>
  new DataError(`The server sent a web page in place of ${name}.`, SERVER_FAULT)

const wrongLength = (name: string) =>
  new DataError(`The server sent ${name} with another length than it stated.`, SERVER_FAULT)
