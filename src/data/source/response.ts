import { DataError } from '../error.ts'
import type { Sink, Transfer } from './transfer.ts'

/** A connection failure; another attempt may work. */
export class TransferInterruption extends Error {
  override readonly name = 'TransferInterruption'
  /** Milliseconds that the server requests before the next attempt. */
  readonly after: number
  /** Advice if attempts run out. */
  readonly advice: string
  /** Whether the server timed out. */
  readonly silent: boolean

  constructor(
    message: string,
    { cause, after = 0, advice = CHECK_CONNECTION, silent = false }: InterruptionOptions = {},
  ) {
    super(message, { cause })
    this.after = after
    this.advice = advice
    this.silent = silent
  }
}

interface InterruptionOptions {
  readonly cause?: unknown
  readonly after?: number
  readonly advice?: string
  readonly silent?: boolean
}

/** A response to a range request that doesn't match the stored part: download from byte 0. */
export class UnfitPart extends Error {
  override readonly name = 'UnfitPart'
  readonly advice = SERVER_FAULT
}

/** Request Timeout, Too Early, Too Many Requests. */
const BUSY: readonly number[] = [408, 425, 429]

const CHECK_CONNECTION = 'Check the connection, then download again: it resumes where it stopped.'
const SERVER_FAULT = 'Try again later, or choose the files from your own disk.'

/** Checks the response and prepares the sink; returns the file's total length, or null if unknown. */
export async function beginResponse(
  transfer: Transfer,
  sink: Sink,
  response: Response,
): Promise<number | null> {
  refuseStatus(transfer.name, response)
  if (response.status === 206) return (await partLength(transfer, sink, response)) ?? transfer.bytes
  const length = statedLength(response)
  // Length and ETag of a compressed response aren't those of the file.
  await sink.restart(isEncoded(response) ? null : (transfer.version ?? strongEtag(response)))
  if (length !== null && transfer.bytes !== null && length !== transfer.bytes) {
    await sink.restart(null)
    throw length < transfer.bytes
      ? new DataError(
          `${transfer.name} is truncated on the server: ${length} bytes of ${transfer.bytes}.`,
          SERVER_FAULT,
        )
      : wrongLength(transfer.name)
  }
  return length ?? transfer.bytes
}

function refuseStatus(name: string, response: Response): void {
  const { status } = response
  if (status === 416) throw new UnfitPart(`the server has no such part (${status})`)
  if (status === 404 || status === 410) {
    throw new DataError(`${name} is missing on the server (${status}).`, SERVER_FAULT)
  }
  if (status >= 500 || BUSY.includes(status)) {
    const after = retryAfter(response.headers.get('retry-after'), Date.now())
    throw new TransferInterruption(`the server answered ${status}.`, {
      after,
      advice: SERVER_FAULT,
    })
  }
  if (!response.ok) throw new DataError(`The server refused ${name} (${status}).`, SERVER_FAULT)
}

/** The total length from a partial response; null if unknown. Throws UnfitPart if it is for another part or file. */
async function partLength(
  { name, version, bytes }: Transfer,
  sink: Sink,
  response: Response,
): Promise<number | null> {
  const contentRange = response.headers.get('content-range')
  if (response.headers.get('content-type')?.startsWith('multipart/')) {
    throw new UnfitPart(`the server sent ${name} in several parts`)
  }
  // Its range counts compressed bytes.
  if (isEncoded(response)) throw new UnfitPart(`the server sent a part of ${name} compressed`)
  // Servers that ignore If-Range send a part of the new file.
  const etag = strongEtag(response)
  if (version === undefined && etag !== null && sink.etag !== null && etag !== sink.etag) {
    throw new UnfitPart(`${name} has changed on the server`)
  }
  if (contentRange === null && version !== undefined) {
    const rest = statedLength(response)
    return rest === null ? null : sink.received + rest
  }
  // RFC 9110, 14.4: the total may be unknown, which is written as an asterisk.
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(contentRange ?? '')
  if (range === null || Number(range[1]) !== sink.received) {
    throw new UnfitPart(`the server sent a different part of ${name} than requested`)
  }
  const total = range[3] === '*' ? null : Number(range[3])
  if (total !== null && bytes !== null && total !== bytes) {
    throw new UnfitPart(`${name} now has a different length on the server`)
  }
  return total
}

const isEncoded = ({ headers }: Response): boolean =>
  (headers.get('content-encoding') ?? 'identity') !== 'identity'

function statedLength(response: Response): number | null {
  const stated = response.headers.get('content-length')
  return stated === null || isEncoded(response) ? null : Number(stated)
}

/** A weak ETag doesn't guarantee equal bytes, so a download can't be resumed by it. */
function strongEtag(response: Response): string | null {
  const etag = response.headers.get('etag')
  return etag === null || etag.startsWith('W/') ? null : etag
}

/** Milliseconds to wait by a Retry-After header, in seconds or as a date; 0 if there is none. `now` since 1970. */
export function retryAfter(header: string | null, now: number): number {
  if (header === null) return 0
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000
  return Number.isFinite(seconds) ? Math.max(0, 1000 * seconds) : 0
}

export const webPage = (name: string) =>
  new DataError(`The server sent a web page in place of ${name}.`, SERVER_FAULT)

export const wrongLength = (name: string) =>
  new DataError(`The server sent ${name} with a different length than it stated.`, SERVER_FAULT)
