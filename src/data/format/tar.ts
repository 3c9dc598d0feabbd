import type { ByteReader } from './byte-reader.ts'

/**
 * A tar archive as a stream of entries (POSIX.1-1988 ustar and GNU headers). Our own, since nanotar takes the whole
 * archive as one buffer: 184 MB that a page need not hold.
 */
export interface TarEntry {
  readonly path: string
  readonly size: number
  /** Fills `target` from the entry's content; fewer bytes than asked for where the archive is cut off. */
  read(target: Uint8Array): Promise<number>
}

/** A header that is none, or an end before the end mark. */
export class TarError extends Error {
  override readonly name = 'TarError'
  readonly cutOff: boolean

  constructor(message: string, cutOff: boolean) {
    super(message)
    this.cutOff = cutOff
  }
}

export const TAR_BLOCK_BYTES = 512

const ASCII = new TextDecoder('latin1')

/** Whether these are the bytes of a tar header: its checksum says so. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < TAR_BLOCK_BYTES) return false
  const stated = octal(block.subarray(148, 156))
  let sum = 8 * 0x20
  for (let at = 0; at < TAR_BLOCK_BYTES; at++) if (at < 148 || at >= 156) sum += block[at]
  return sum === stated
}

/** The regular files of an archive; what a caller leaves unread of one is passed over. Throws TarError. */
export async function* readTar(reader: ByteReader): AsyncGenerator<TarEntry> {
  const header = new Uint8Array(TAR_BLOCK_BYTES)
  for (;;) {
    if ((await reader.read(header)) < TAR_BLOCK_BYTES) throw cutOff()
    if (header.every((byte) => byte === 0)) return
    if (!isTarHeader(header)) throw new TarError('A tar header is damaged.', false)

    const size = octal(header.subarray(124, 136))
    let left = Math.ceil(size / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES
    const type = header[156]
    if (type === 0 || type === 0x30) {
      yield {
        path: text(header.subarray(0, 100)),
        size,
        async read(target) {
          const count = await reader.read(target)
          left -= count
          return count
        },
      }
    }
    if ((await reader.skip(left)) < left) throw cutOff()
  }
}

const cutOff = () => new TarError('The archive ends before its end mark.', true)

function text(field: Uint8Array): string {
  const end = field.indexOf(0)
  return ASCII.decode(end < 0 ? field : field.subarray(0, end))
}

function octal(field: Uint8Array): number {
  return Number.parseInt(text(field).trim(), 8)
}
