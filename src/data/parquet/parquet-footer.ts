/** Real footers of the data set have a few hundred kilobytes. */
const MOST_FOOTER_BYTES = 16 << 20
const MOST_DEPTH = 16

/** Behind the footer: its length in four bytes, then "PAR1". */
const TAIL_BYTES = 8

// The kinds of values in Thrift's compact protocol, in which footers are written.
const STOP = 0
const BOOLEANS: readonly number[] = [1, 2]
const BYTE = 3
const NUMBERS: readonly number[] = [4, 5, 6]
const DOUBLE = 7
const BINARY = 8
const LIST = 9
const STRUCT = 12

/**
 * Walks a parquet file's footer without building anything from it. Throws a RangeError if it is too long or nested
 * too deep, or a list in it claims more elements than there are bytes: a parser would allocate them first.
 */
export function checkFooter(file: Uint8Array): void {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const length = view.getUint32(file.length - TAIL_BYTES, true)
  if (length > MOST_FOOTER_BYTES || length > file.length - TAIL_BYTES) {
    throw new RangeError(`A footer cannot have ${length} bytes.`)
  }
  const end = file.length - TAIL_BYTES
  new FooterWalk(file.subarray(end - length, end)).struct(0)
}

class FooterWalk {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  struct(depth: number): void {
    if (depth > MOST_DEPTH) throw new RangeError('The footer is nested too deeply.')
    for (;;) {
      const head = this.#byte()
      const kind = head & 15
      if (kind === STOP) return
      // The field's number follows if the head has no step to it.
      if (head >> 4 === 0) this.#varint()
      if (!BOOLEANS.includes(kind)) this.#value(kind, depth)
    }
  }

  #value(kind: number, depth: number): void {
    if (kind === BYTE || BOOLEANS.includes(kind)) this.#skip(1)
    else if (NUMBERS.includes(kind)) this.#varint()
    else if (kind === DOUBLE) this.#skip(8)
    else if (kind === BINARY) this.#skip(this.#varint())
    else if (kind === LIST) this.#list(depth + 1)
    else if (kind === STRUCT) this.struct(depth + 1)
    else throw new RangeError(`A footer has no values of kind ${kind}.`)
  }

  #list(depth: number): void {
    if (depth > MOST_DEPTH) throw new RangeError('The footer is nested too deeply.')
    const head = this.#byte()
    const size = head >> 4 === 15 ? this.#varint() : head >> 4
    if (size > this.#left) throw new RangeError(`A list cannot have ${size} elements.`)
    for (let i = 0; i < size; i++) this.#value(head & 15, depth)
  }

  get #left(): number {
    return this.#bytes.length - this.#at
  }

  #skip(count: number): void {
    if (count > this.#left) throw new RangeError('The footer ends in the middle of a value.')
    this.#at += count
  }

  #byte(): number {
    this.#skip(1)
    return this.#bytes[this.#at - 1]
  }

  /** An unsigned number of seven bits per byte; too large to be a count if it has more than 64. */
  #varint(): number {
    let value = 0
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte()
      value += (byte & 127) * 128 ** i
      if (byte < 128) return value
    }
    throw new RangeError('A number in the footer is too long.')
  }
}
