/** Thrown if bytes are truncated or not a number of this encoding. */
export class DamagedBytes extends Error {
  override readonly name = 'DamagedBytes'
}

/** Most bytes of one number: seven bits each, 35 in all. */
const MAX_NUMBER_BYTES = 5

/** Writes integers, small ones in few bytes. */
export class VarintWriter {
  readonly #bytes: number[] = []

  /** A number from 0 to 2^31 - 1, seven bits per byte, the lowest first (LEB128). */
  unsigned(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#bytes.push((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes.push(rest)
  }

  /** A number of either sign, those near zero the shortest. */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value)
  }

  raw(bytes: Uint8Array): void {
    // No spread: a call takes at most about 100,000 arguments, fewer on small stacks.
    for (const byte of bytes) this.#bytes.push(byte)
  }

  finish(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes)
  }
}

/** Reads the output of a VarintWriter. Throws DamagedBytes if it is invalid. */
export class VarintReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  unsigned(): number {
    let value = 0
    for (let i = 0; i < MAX_NUMBER_BYTES; i++) {
      const byte = this.#bytes.at(this.#at++)
      if (byte === undefined) throw new DamagedBytes('The bytes end inside a number.')
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) return value
    }
    throw new DamagedBytes('A number is too long.')
  }

  signed(): number {
    const folded = this.unsigned()
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
  }

  raw(length: number): Uint8Array {
    if (length > this.left) throw new DamagedBytes('The bytes end inside a text.')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
}

/** Writes a column as differences of differences, which are small for smooth curves. */
export function writeColumn(writer: VarintWriter, column: readonly number[]): void {
  let [value, slope] = [0, 0]
  for (const next of column) {
    writer.signed(next - value - slope)
    slope = next - value
    value = next
  }
}

/** Reads a column of `length` numbers. */
export function readColumn(reader: VarintReader, length: number): number[] {
  let [value, slope] = [0, 0]
  return Array.from({ length }, () => {
    slope += reader.signed()
    value += slope
    return value
  })
}
