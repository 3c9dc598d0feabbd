import { sha256 } from '../checksum.ts'
import { DataError } from '../error.ts'
import { fetchWithTimeout, slownessOf } from './fetch-with-timeout.ts'

/** A file shipped with the page, whose hash is known at build time. */
export interface KnownFile {
  readonly file: string
  readonly bytes: number
  /** In lower-case hexadecimal. */
  readonly sha256: string
}

/**
 * Fetches a known file. Throws DataError if it can't be fetched or its content differs; reads at most the known size.
 */
export async function fetchKnownFile(url: URL, known: KnownFile): Promise<Uint8Array<ArrayBuffer>> {
  const response = await reached(fetchWithTimeout(url), known)
  if (!response.ok || response.body === null) {
    throw new DataError(
      `${known.file} is missing on the server of this page (${response.status}).`,
      'This copy of lab94 is incomplete: build it again.',
    )
  }
  const bytes = await readWhole(response.body, known)
  if ((await sha256(bytes)) !== known.sha256) throw anotherFile(known, 'its checksum differs')
  return bytes
}

/** The server's response. Throws DataError if the request fails. */
async function reached<T>(answer: Promise<T>, { file }: KnownFile): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new DataError(
      `${file} could not be fetched.${slownessOf(cause)}`,
      'Check the network connection, then try again.',
      { cause },
    )
  }
}

async function readWhole(
  body: ReadableStream<Uint8Array>,
  known: KnownFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(known.bytes)
  const reader = body.getReader()
  let length = 0
  for (;;) {
    const { done, value } = await reached(reader.read(), known)
    if (done) break
    if (length + value.length > known.bytes) {
      await reader.cancel()
      throw anotherFile(known, `it is larger than ${known.bytes} bytes`)
    }
    bytes.set(value, length)
    length += value.length
  }
  if (length < known.bytes) throw anotherFile(known, `it ends after ${length} bytes`)
  return bytes
}

const anotherFile = ({ file }: KnownFile, why: string) =>
  new DataError(
    `${file} is damaged or belongs to another version of this page: ${why}.`,
    'Reload the page. If that does not help, this copy of lab94 is incomplete.',
  )
