import fc from 'fast-check'

type Edit = (bytes: Uint8Array) => Uint8Array

/** Samples with up to four edits, and sometimes random bytes. */
export function inputsLike(samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const edited = fc
    .tuple(fc.constantFrom(...samples), fc.array(edits(samples), { maxLength: 4 }))
    .map(([sample, list]) =>
      Uint8Array.from(list.reduce<Uint8Array>((bytes, edit) => edit(bytes), sample)),
    )
  const random = fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes))
  return fc.oneof({ arbitrary: edited, weight: 9 }, { arbitrary: random, weight: 1 })
}

/** What numbers in text, and lengths in binary formats, break on. */
const NASTY = [
  '-1',
  '0',
  '1.5',
  '1e309',
  '1e300',
  '1e-128',
  '9007199254740993',
  'null',
  '""',
  '[]',
  '{}',
  '"__proto__"',
  '<img onerror=alert(1)>',
  '[[[[[[[[[[[[[[[[[[[[',
].map((text) => new TextEncoder().encode(text))

const EXTREMES = [
  [0, 0, 0, 0],
  [255, 255, 255, 255],
  [255, 255, 255, 127],
  [0, 0, 0, 128],
].map((bytes) => Uint8Array.from(bytes))

const at = fc.double({ min: 0, max: 1, noNaN: true })

function edits(samples: readonly Uint8Array[]): fc.Arbitrary<Edit> {
  return fc.oneof(
    fc.tuple(at, fc.oneof(fc.constantFrom(...EXTREMES), fc.uint8Array({ maxLength: 3 }))).map(
      ([share, put]): Edit =>
        (bytes) =>
          spliced(bytes, offsetIn(bytes, share), put.length, put),
    ),
    fc.tuple(at, fc.integer({ min: 0, max: 7 })).map(([share, bit]) => bitFlipped(share, bit)),
    fc.tuple(at, at).map(
      ([from, length]): Edit =>
        (bytes) =>
          spliced(bytes, offsetIn(bytes, from), partOf(bytes, length)),
    ),
    at.map(
      (share): Edit =>
        (bytes) =>
          bytes.subarray(0, offsetIn(bytes, share)),
    ),
    fc.tuple(at, at, at).map(([from, to, length]): Edit => (bytes) => {
      const start = offsetIn(bytes, from)
      const copied = bytes.subarray(start, start + partOf(bytes, length))
      return spliced(bytes, offsetIn(bytes, to), 0, copied)
    }),
    fc.tuple(at, fc.constantFrom(...NASTY)).map(([share, put]) => numberReplaced(share, put)),
    fc.tuple(at, fc.constantFrom(...samples)).map(([share, other]): Edit => (bytes) => {
      const offset = offsetIn(bytes, share)
      return spliced(bytes, offset, bytes.length - offset, other.subarray(offsetIn(other, share)))
    }),
  )
}

const offsetIn = (bytes: Uint8Array, share: number): number => Math.floor(share * bytes.length)

/** A length: short ones are the more frequent. */
const partOf = (bytes: Uint8Array, share: number): number => Math.ceil(share * share * bytes.length)

/** A copy with `remove` bytes at an offset replaced by others. */
function spliced(
  bytes: Uint8Array,
  offset: number,
  remove: number,
  put: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const rest = bytes.subarray(offset + remove)
  const result = new Uint8Array(offset + put.length + rest.length)
  result.set(bytes.subarray(0, offset))
  result.set(put, offset)
  result.set(rest, offset + put.length)
  return result
}

const bitFlipped =
  (share: number, bit: number): Edit =>
  (bytes) => {
    const offset = Math.min(bytes.length - 1, offsetIn(bytes, share))
    return bytes.length === 0
      ? bytes
      : spliced(bytes, offset, 1, Uint8Array.of(bytes[offset] ^ (1 << bit)))
  }

const isDigit = (code: number) => code >= 48 && code <= 57

/** Replaces the first number in text after an offset, so that the text stays well formed. */
const numberReplaced =
  (share: number, put: Uint8Array): Edit =>
  (bytes) => {
    const from = offsetIn(bytes, share)
    const start = bytes.findIndex((code, i) => i >= from && isDigit(code))
    if (start === -1) return bytes
    const end = bytes.findIndex((code, i) => i > start && !isDigit(code) && code !== 46)
    return spliced(bytes, start, (end === -1 ? bytes.length : end) - start, put)
  }
