/** Characters that only set the direction of the text around them. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
/** Letters that are written from right to left, by the blocks of Unicode that hold them. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'

/**
 * Text from elsewhere, such as the name of a run or a file, isolated for use within our sentences: it cannot reorder
 * the words around it. Isolated by characters instead of elements, because labels, notices and pictures have no
 * elements.
 */
export function isolated(text: string): string {
  const plain = text.replace(DIRECTIONS, '')
  return RIGHT_TO_LEFT.test(plain) ? `${FIRST_STRONG_ISOLATE}${plain}${POP_ISOLATE}` : plain
}
