import { fromBase64url, toBase64url } from './encoding/base64url.ts'
import { DamagedBytes } from './encoding/bytes.ts'
import { deflate, inflate } from './encoding/deflate.ts'
import { plainHash } from './hash-text.ts'
import { LinkError } from './link-error.ts'

/** A kind of content in a hash, as `#name=version.text`. */
export interface SealedKind<T> {
  readonly name: string
  /** What it is called in sentences, such as “run”. */
  readonly what: string
  /** The readers of all versions, newest last. They throw DamagedBytes. */
  readonly readers: readonly ((bytes: Uint8Array<ArrayBuffer>) => T)[]
  /** Most characters of a hash; longer ones are rejected. */
  readonly maxLetters: number
  /** Most unpacked bytes. */
  readonly maxUnpacked: number
}

/** The hash of bytes that a version's reader reads. */
export async function sealHash(
  name: string,
  version: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  return `#${name}=${version}.${toBase64url(await deflate(bytes))}`
}

/** Reads a hash. Throws a LinkError if it isn't of this kind. */
export async function openHash<T>(hash: string, kind: SealedKind<T>): Promise<T> {
  const { what, readers, maxLetters, maxUnpacked } = kind
  const unreadable = `This link does not contain a readable ${what}.`
  if (hash.length > maxLetters) throw new LinkError(`${unreadable} It is too long.`)
  const parts = partsOf(hash, kind.name)
  if (parts === null) throw new LinkError(`${unreadable} It may be truncated.`)
  const { version, text } = parts
  const read = version === 0 ? undefined : readers.at(version - 1)
  if (read === undefined) {
    throw new LinkError(version > 0 ? `${unreadable} A newer lab94 made it.` : unreadable)
  }
  try {
    return await readFirst(textsOf(text), async (each) =>
      read(await inflate(fromBase64url(each), maxUnpacked)),
    )
  } catch (cause) {
    if (cause instanceof DamagedBytes) {
      throw new LinkError(`${unreadable} Part of it is missing or changed.`, { cause })
    }
    throw cause
  }
}

/** The content, and the content without trailing dashes and underscores, which may belong to a sentence or mark italics. */
function textsOf(text: string): readonly string[] {
  const bare = text.replace(/[-_]+$/, '')
  return bare === text ? [text] : [text, bare]
}

/** What the first readable text holds; rejects with the error of the first one if there is none. */
async function readFirst<T>(
  [text, ...others]: readonly string[],
  read: (text: string) => Promise<T>,
): Promise<T> {
  try {
    return await read(text)
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw error
    for (const other of others) {
      try {
        return await read(other)
      } catch (again) {
        if (!(again instanceof DamagedBytes)) throw again
      }
    }
    throw error
  }
}

/**
 * Version and text of a hash, also after changes by mail and chat programs: see `plainHash`, and with the name in
 * capitals, with punctuation or tracking parameters, or quoted-printable. Null if it has none.
 */
function partsOf(hash: string, name: string): { version: number; text: string } | null {
  const content = new RegExp(`(?:^|[#&?/!])${name}=(?:3D)?(\\d+)\\.([\\w=-]+)`, 'i')
  const match = content.exec(plainHash(hash))
  return match === null ? null : { version: Number(match[1]), text: match[2].replaceAll('=', '') }
}
