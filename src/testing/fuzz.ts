// Feeds decoders with damaged and made-up input. `*.fuzz.test.ts` beside each decoder says what it is fed with; `npm test`
// tries 2,000 inputs each, and `npm run -s fuzz` 100,000.

import fc from 'fast-check'

export interface Decoder {
  readonly name: string
  /** Real inputs, which are damaged in many ways. */
  readonly samples: readonly Uint8Array[]
  /** Decodes one input, or throws one of `refusals`; anything else it throws is a fault. */
  readonly decode: (bytes: Uint8Array<ArrayBuffer>) => unknown
  readonly refusals: readonly (abstract new (...rest: never[]) => Error)[]
}

export interface FuzzFigures {
  readonly cases: number
  readonly accepted: number
  readonly refused: number
  /** Milliseconds of the slowest input, of the processor's time: other programs do not count. */
  readonly slowestMs: number
}

const CASES = Number(process.env['LAB94_FUZZ_CASES'] ?? 2000)
const SEED = Number(process.env['LAB94_SEED'] ?? 94)

/** Inputs of one decoder; throws for the first that is neither decoded nor refused, shrunk to what matters. */
export async function fuzz({ name, samples, decode, refusals }: Decoder): Promise<FuzzFigures> {
  let [accepted, refused, slowestMs] = [0, 0, 0]
  const property = fc.asyncProperty(inputsLike(samples), async (bytes) => {
    const start = process.cpuUsage()
    try {
      await decode(bytes)
      accepted++
    } catch (error) {
      if (!refusals.some((refusal) => error instanceof refusal)) throw error
      refused++
    }
    const { user, system } = process.cpuUsage(start)
    slowestMs = Math.max(slowestMs, (user + system) / 1000)
  })
  await fc.assert(property, { numRuns: CASES, seed: SEED })
  const figures = { cases: CASES, accepted, refused, slowestMs }
  if (process.env['LAB94_FUZZ_CASES'] !== undefined) {
    process.stdout.write(
      `${name}: ${CASES} inputs, ${accepted} accepted, ${refused} refused, slowest ${slowestMs.toFixed(1)} ms\n`,
    )
  }
  return figures
}

type Edit = (bytes: readonly number[]) => readonly number[]

/** Samples with a few edits, and now and then bytes of no sense at all. */
function inputsLike(samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const edited = fc
    .tuple(fc.constantFrom(...samples), fc.array(edits(samples), { minLength: 0, maxLength: 4 }))
    .map(([sample, list]) =>
      Uint8Array.from(list.reduce<readonly number[]>((bytes, edit) => edit(bytes), [...sample])),
    )
  const nonsense = fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes))
  return fc.oneof({ arbitrary: edited, weight: 9 }, { arbitrary: nonsense, weight: 1 })
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
].map((text) => [...new TextEncoder().encode(text)])

const EXTREMES = [
  [0, 0, 0, 0],
  [255, 255, 255, 255],
  [255, 255, 255, 127],
  [0, 0, 0, 128],
]

function edits(samples: readonly Uint8Array[]): fc.Arbitrary<Edit> {
  const at = fc.double({ min: 0, max: 1, noNaN: true })
  const place = (bytes: readonly number[], share: number) => Math.floor(share * bytes.length)
  const overwrite = fc.tuple(
    at,
    fc.oneof(fc.constantFrom(...EXTREMES), fc.array(byte, { maxLength: 3 })),
  )
  return fc.oneof(
    overwrite.map(
      ([share, put]): Edit =>
        (bytes) =>
          bytes.toSpliced(place(bytes, share), put.length, ...put),
    ),
    fc.tuple(at, fc.integer({ min: 0, max: 7 })).map(
      ([share, bit]): Edit =>
        (bytes) =>
          bytes.length === 0
            ? bytes
            : bytes.with(
                Math.min(bytes.length - 1, place(bytes, share)),
                (bytes.at(place(bytes, share)) ?? 0) ^ (1 << bit),
              ),
    ),
    fc.tuple(at, at).map(
      ([from, length]): Edit =>
        (bytes) =>
          bytes.toSpliced(place(bytes, from), Math.ceil(length * length * bytes.length)),
    ),
    at.map(
      (share): Edit =>
        (bytes) =>
          bytes.slice(0, place(bytes, share)),
    ),
    fc.tuple(at, at, at).map(([from, to, length]): Edit => (bytes) => {
      const start = place(bytes, from)
      const copied = bytes.slice(start, start + Math.ceil(length * length * bytes.length))
      return bytes.toSpliced(place(bytes, to), 0, ...copied)
    }),
    fc.tuple(at, fc.constantFrom(...NASTY)).map(([share, put]): Edit => numberReplaced(share, put)),
    fc.tuple(at, fc.constantFrom(...samples)).map(([share, other]): Edit => (bytes) => [
      ...bytes.slice(0, place(bytes, share)),
      ...other.slice(place([...other], share)),
    ]),
  )
}

const byte = fc.integer({ min: 0, max: 255 })

const isDigit = (code: number) => code >= 48 && code <= 57

/** Puts something nasty in the place of the first number in text after a place, so that the text stays well formed. */
const numberReplaced =
  (share: number, put: readonly number[]): Edit =>
  (bytes) => {
    const from = Math.floor(share * bytes.length)
    const start = bytes.findIndex((code, i) => i >= from && isDigit(code))
    if (start === -1) return bytes
    const end = bytes.findIndex((code, i) => i > start && !isDigit(code) && code !== 46)
    return bytes.toSpliced(start, (end === -1 ? bytes.length : end) - start, ...put)
  }
