// Feeds decoders with damaged and made-up input. `*.fuzz.test.ts` beside each decoder says what it is fed with; `npm test`
// tries 2,000 inputs each, and `npm run -s fuzz` 100,000.

import fc from 'fast-check'
import { inputsLike } from './fuzz-inputs.ts'
import { Watchdog } from './watchdog.ts'

export interface Decoder {
  readonly name: string
  /** Real inputs, which are damaged in many ways. */
  readonly samples: readonly Uint8Array[]
  /** Decodes one input, or throws one of `refusals`; anything else it throws is a fault. */
  readonly decode: (bytes: Uint8Array<ArrayBuffer>) => unknown
  readonly refusals: readonly (abstract new (...rest: never[]) => Error)[]
  /** Milliseconds of the processor's time that an input may take; a second if absent. */
  readonly mostMs?: number
}

export interface FuzzFigures {
  readonly cases: number
  readonly accepted: number
  readonly refused: number
  /** Milliseconds of the slowest input, of the processor's time: other programs do not count. */
  readonly slowestMs: number
  /** Bytes by which heap and buffers grew most in one input. */
  readonly mostBytes: number
}

const CASES = Number(process.env['LAB94_FUZZ_CASES'] ?? 2000)
const SEED = Number(process.env['LAB94_SEED'] ?? 94)

/** Time limit of the test of one decoder, in milliseconds of wall-clock time, so it is generous. */
export const FUZZ_TIMEOUT = 60_000 * Math.ceil(CASES / 2000)

/** Bytes that an input may take: those of the unpacked data set, and some. */
const MOST_BYTES = 256 * 2 ** 20

/**
 * Tries many inputs on one decoder. Throws for the first that is neither decoded nor refused, shrunk to the part that
 * matters, and for the first that takes too long or more than 256 MiB.
 */
export async function fuzz({
  name,
  samples,
  decode,
  refusals,
  mostMs = 1000,
}: Decoder): Promise<FuzzFigures> {
  let [accepted, refused, slowestMs, mostBytes] = [0, 0, 0, 0]
  const attempt = async (bytes: Uint8Array<ArrayBuffer>): Promise<boolean> => {
    try {
      await decode(bytes)
      return true
    } catch (error) {
      if (!refusals.some((refusal) => error instanceof refusal)) throw error
      return false
    }
  }
  let isOver = false
  const property = fc.asyncProperty(inputsLike(samples), async (bytes) => {
    // Shrinking an input that is too slow would repeat it many times.
    if (isOver) return
    watchdog.watch(bytes)
    const { result, ms: firstMs, bytes: grown } = await costOf(() => attempt(bytes))
    // The first time may have paid for compiling or collecting garbage.
    const ms = firstMs > mostMs ? (await costOf(() => attempt(bytes))).ms : firstMs
    if (result) accepted++
    else refused++
    slowestMs = Math.max(slowestMs, ms)
    mostBytes = Math.max(mostBytes, grown)
    isOver = ms > mostMs || grown > MOST_BYTES
    if (isOver) throw new Error(`An input took ${ms.toFixed(0)} ms and ${grown} bytes.`)
  })
  const watchdog = new Watchdog(name)
  try {
    await fc.assert(property, { numRuns: CASES, seed: SEED })
  } finally {
    await watchdog.stop()
  }
  if (process.env['LAB94_FUZZ_CASES'] !== undefined) {
    const megabytes = (mostBytes / 2 ** 20).toFixed(0)
    process.stdout.write(
      `${name}: ${CASES} inputs, ${accepted} accepted, ${refused} refused, slowest ${slowestMs.toFixed(1)} ms, most memory ${megabytes} MiB\n`,
    )
  }
  return { cases: CASES, accepted, refused, slowestMs, mostBytes }
}

interface Cost<T> {
  readonly result: T
  readonly ms: number
  readonly bytes: number
}

async function costOf<T>(work: () => Promise<T>): Promise<Cost<T>> {
  const before = memory()
  const start = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(start)
  return { result, ms: (user + system) / 1000, bytes: memory() - before }
}

/** Bytes of the JavaScript heap and of buffers. */
function memory(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
