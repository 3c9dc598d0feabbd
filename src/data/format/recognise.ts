import { isTarHeader, TAR_BLOCK_BYTES } from './tar.ts'

export type Format = 'gzip' | 'tar' | 'html' | 'empty' | 'other'

/** How many bytes `recognise` looks at. */
export const RECOGNISED_BYTES = TAR_BLOCK_BYTES

/** What a file is by its first bytes, whatever its name says. */
export function recognise(head: Uint8Array): Format {
  if (head.length === 0) return 'empty'
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (isTarHeader(head)) return 'tar'
  return looksLikeHtml(head) ? 'html' : 'other'
}

/** A page, such as the one servers answer with in place of a file they lack. */
function looksLikeHtml(head: Uint8Array): boolean {
  return /^\s*<(!doctype|html|head|\?xml)/i.test(new TextDecoder().decode(head))
}
