import type { ByteReader } from './byte-reader.ts'

/**
 * A tar archive as a stream of entries: ustar, pax (POSIX.1-2001) and GNU headers. Not nanotar, which needs the whole
 * archive of 184 MB in one buffer.
 */
export interface TarEntry {
  readonly path: string
  readonly size: number
  /** Fills `target` from the entry's content, with fewer bytes if the archive is truncated. */
  read(target: Uint8Array): Promise<number>
}

/** A damaged header, or an end in the middle of a block or an entry. */
export class TarError extends Error {
  override readonly name = 'TarError'
  readonly isTruncated: boolean

  constructor(message: string, isTruncated: boolean) {
    super(message)
    this.isTruncated = isTruncated
  }
}

export const TAR_BLOCK_BYTES = 512

/** Longer names and pax records are rejected, so that a header can't demand memory. */
const LONGEST_EXTENSION_BYTES = 1 << 20

const UTF8 = new TextDecoder()

/** Whether these bytes are a tar header, by its checksum. Some old programs summed signed bytes. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < TAR_BLOCK_BYTES) return false
  const stated = numeric(block.subarray(148, 156))
  let unsigned = 8 * 0x20
  let signed = unsigned
  for (let at = 0; at < TAR_BLOCK_BYTES; at++) {
    if (at >= 148 && at < 156) continue
    unsigned += block[at]
    signed += (block[at] << 24) >> 24
  }
  return stated === unsigned || stated === signed
}

/**
 * The regular files of an archive; unread content is skipped. An archive may end without its end blocks, at the edge of
 * an entry. Throws TarError.
 */
export async function* readTar(reader: ByteReader): AsyncGenerator<TarEntry> {
  const header = new Uint8Array(TAR_BLOCK_BYTES)
  let global: ReadonlyMap<string, string> = new Map()
  let local: ReadonlyMap<string, string> = new Map()
  for (let first = true; ; first = false) {
    const got = await reader.read(header)
    if (got === 0 && !first && local.size === 0) return
    if (got < TAR_BLOCK_BYTES) throw truncated()
    if (header.every((byte) => byte === 0)) return
    if (!isTarHeader(header)) throw damaged()

    const type = String.fromCharCode(header[156])
    if ('xgLK'.includes(type)) {
      const content = await readExtension(reader, sizeOf(header, new Map()))
      if (type === 'g') global = new Map([...global, ...paxRecords(content)])
      else if (type === 'x') local = new Map([...local, ...paxRecords(content)])
      else if (type === 'L') local = new Map([...local, ['path', text(content)]])
      continue
    }
    const extended = new Map([...global, ...local])
    local = new Map()
    const size = sizeOf(header, extended)
    let left = paddedTo(size)
    // '0' and NUL are files, '7' a contiguous file, which POSIX reads as a file.
    if (type === '0' || type === '\0' || type === '7') {
      yield {
        path: extended.get('path') ?? headerPath(header),
        size,
        async read(target) {
          const count = await reader.read(target)
          left -= count
          return count
        },
      }
    }
    if ((await reader.skip(left)) < left) throw truncated()
  }
}

const truncated = () => new TarError('The archive ends in the middle of an entry.', true)
const damaged = () => new TarError('A tar header is damaged.', false)

const paddedTo = (size: number) => Math.ceil(size / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES

function sizeOf(header: Uint8Array, extended: ReadonlyMap<string, string>): number {
  const stated = extended.get('size')
  const size = stated === undefined ? numeric(header.subarray(124, 136)) : Number(stated)
  if (!Number.isSafeInteger(size) || size < 0) throw damaged()
  return size
}

async function readExtension(reader: ByteReader, size: number): Promise<Uint8Array> {
  if (size > LONGEST_EXTENSION_BYTES) throw damaged()
  const content = new Uint8Array(paddedTo(size))
  if ((await reader.read(content)) < content.length) throw truncated()
  return content.subarray(0, size)
}

/** Records of a pax header, each `LENGTH KEY=VALUE\n` where LENGTH counts the whole record's bytes. */
function paxRecords(content: Uint8Array): Map<string, string> {
  const records = new Map<string, string>()
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at)
    const length = space < 0 ? Number.NaN : Number(UTF8.decode(content.subarray(at, space)))
    const end = at + length
    if (!Number.isInteger(length) || end <= space || end > content.length) throw damaged()
    const record = UTF8.decode(content.subarray(space + 1, end - 1))
    const equals = record.indexOf('=')
    if (equals < 1) throw damaged()
    records.set(record.slice(0, equals), record.slice(equals + 1))
    at = end
  }
  return records
}

/** The name in a header. ustar has a separate field for the start of a long path; GNU tar stores times there. */
function headerPath(header: Uint8Array): string {
  const name = text(header.subarray(0, 100))
  const isUstar = text(header.subarray(257, 263)) === 'ustar'
  const prefix = isUstar ? text(header.subarray(345, 500)) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function text(field: Uint8Array): string {
  const end = field.indexOf(0)
  return UTF8.decode(end < 0 ? field : field.subarray(0, end))
}

/** A number in octal, or in base 256 if the first bit is set, as GNU writes large ones. */
function numeric(field: Uint8Array): number {
  if (field[0] === 0x80) return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0)
  const digits = text(field).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
}
