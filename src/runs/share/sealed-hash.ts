import { fromBase64url, toBase64url } from './base64url.ts'
import { DamagedBytes } from './bytes.ts'
import { deflate, inflate } from './deflate.ts'
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
  if (parts === null) throw new LinkError(`${unreadable} It may have been cut short.`)
  const { version, text } = parts
  const read = version === 0 ? undefined : readers.at(version - 1)
  if (read === undefined) {
    throw new LinkError(version > 0 ? `${unreadable} A newer lab94 made it.` : unreadable)
  }
  try {
    return read(await inflate(fromBase64url(text), maxUnpacked))
  } catch (cause) {
    if (cause instanceof DamagedBytes) {
      throw new LinkError(`${unreadable} Part of it is missing or changed.`, { cause })
    }
    throw cause
  }
}

/**
 * Version and text of a hash, also after changes by mail and chat programs: percent-encoded, with the name in capitals,
 * with line breaks, punctuation or tracking parameters. Null if it has none.
 */
function partsOf(hash: string, name: string): { version: number; text: string } | null {
  const plain = decoded(hash).replaceAll(/[\s\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
  const match = new RegExp(`^#?${name}=(\\d+)\\.([\\w-]+)`, 'i').exec(plain)
  return match === null ? null : { version: Number(match[1]), text: match[2] }
}

/** Percent-decoded, or unchanged if the encoding is invalid. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}
