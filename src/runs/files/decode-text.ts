/** A byte order mark and its encoding. */
const MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const

/**
 * A file's text: UTF-8, or UTF-16 as Windows PowerShell writes it, with or without a byte order mark. Anything else
 * decodes to replacement characters, which aren't valid JSON outside of strings.
 */
export function decodeText(bytes: Uint8Array): string {
  const marked = MARKS.find((mark) => mark.bytes.every((byte, i) => bytes[i] === byte))
  return new TextDecoder(marked?.encoding ?? unmarkedEncoding(bytes)).decode(bytes)
}

/** JSON starts with an ASCII character, which has a zero byte in UTF-16. */
function unmarkedEncoding([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (second === 0 && first !== 0) return 'utf-16le'
  return first === 0 && second !== 0 && second !== undefined ? 'utf-16be' : 'utf-8'
}
