import { isTarHeader, TAR_BLOCK_BYTES } from './tar.ts'

export type Format = 'gzip' | 'tar' | 'html' | 'empty' | 'other'

/** Bytes that `recognise` needs. */
export const RECOGNISED_BYTES = TAR_BLOCK_BYTES

/** The type of a file by its first bytes, not its name. */
export function recognise(head: Uint8Array): Format {
  if (head.length === 0) return 'empty'
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (isTarHeader(head)) return 'tar'
  return looksLikeHtml(head) ? 'html' : 'other'
}

/** An HTML page, such as servers return for missing files. */
function looksLikeHtml(head: Uint8Array): boolean {
  return /^\s*<(!doctype|html|head|\?xml)/i.test(new TextDecoder().decode(head))
}
