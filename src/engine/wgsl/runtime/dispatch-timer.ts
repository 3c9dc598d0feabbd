import type { FailureWatch } from '../../failure.ts'
import type { BoundDispatch } from './bound-dispatches.ts'
import type { BufferPool } from './buffers/buffers.ts'
import { Readback } from './readback/readback.ts'

/** Nanoseconds that a timed sequence should last: much longer than the 100 µs that browsers round to. */
const DURATION = 2e6
/** The steps of a browser's clock, in ns. */
const CLOCK = 1e5
/** Measurements of each sequence. Each runs the sequence as often in a row as the previous measurement suggests. */
const ROUNDS = 4
const MOST_RUNS = 256

/** A dispatch, ready to encode. */
export type Runnable = Pick<BoundDispatch, 'pipeline' | 'group' | 'workgroups'>

export interface DispatchTimerOptions {
  /** With the feature `timestamp-query`. */
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly failure: FailureWatch
  /** Whether the time limit has passed; sequences not measured by then count as infinitely slow. */
  readonly isLate?: () => boolean
}

/**
 * The GPU's shortest time for each of several sequences of dispatches, in ms. Each sequence has a pass of its own
 * between two timestamps, and a short one runs several times in it. Sequences take turns, so that changes of the
 * GPU's clock rate affect all alike.
 */
export async function shortestTimes(
  options: DispatchTimerOptions,
  sequences: readonly (readonly Runnable[])[],
): Promise<number[]> {
  const { device, pool, isLate = () => false } = options
  const count = 2 * sequences.length
  const querySet = device.createQuerySet({ type: 'timestamp', count })
  const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC
  const stamps = await pool.allocate(() => pool.create('timestamps', 8 * count, usage))
  try {
    const runs = sequences.map(() => 1)
    const shortest = sequences.map(() => Infinity)
    const first = await firstRound(options, sequences, { querySet, stamps })
    for (let round = 0; round < ROUNDS; round++) {
      if (round > 0 && isLate()) return first.map((nanoseconds) => nanoseconds / 1e6)
      const times =
        round === 0 ? first : await timeRound(options, sequences, runs, { querySet, stamps })
      times.forEach((time, i) => {
        // A round close to the clock's resolution only shows that more runs are needed.
        if (time > 2 * CLOCK || round === ROUNDS - 1) {
          shortest[i] = Math.min(shortest[i], time / runs[i])
        }
        const wanted = Math.ceil((runs[i] * DURATION) / Math.max(time, CLOCK))
        runs[i] = Math.max(runs[i], Math.min(MOST_RUNS, wanted))
      })
    }
    return shortest.map((nanoseconds) => nanoseconds / 1e6)
  } finally {
    querySet.destroy()
    pool.destroy(stamps)
  }
}

/**
 * Like `timeRound`, but runs each sequence once and waits for it, so that it can stop early if a CPU takes seconds for
 * each.
 */
async function firstRound(
  options: DispatchTimerOptions,
  sequences: readonly (readonly Runnable[])[],
  queries: { readonly querySet: GPUQuerySet; readonly stamps: GPUBuffer },
): Promise<number[]> {
  const times: number[] = []
  for (const sequence of sequences) {
    const isOver = times.length > 0 && options.isLate?.()
    times.push(isOver ? Infinity : (await timeRound(options, [sequence], [1], queries))[0])
  }
  return times
}

/** Nanoseconds of each sequence's pass, one submit each, so that none holds the GPU for long. */
async function timeRound(
  { device, pool, failure }: DispatchTimerOptions,
  sequences: readonly (readonly Runnable[])[],
  runs: readonly number[],
  { querySet, stamps }: { readonly querySet: GPUQuerySet; readonly stamps: GPUBuffer },
): Promise<number[]> {
  sequences.forEach((dispatches, i) => {
    const encoder = device.createCommandEncoder({ label: 'timing' })
    const timestampWrites = {
      querySet,
      beginningOfPassWriteIndex: 2 * i,
      endOfPassWriteIndex: 2 * i + 1,
    }
    const pass = encoder.beginComputePass({ timestampWrites })
    encodeRuns(pass, dispatches, runs[i])
    pass.end()
    device.queue.submit([encoder.finish()])
  })
  const encoder = device.createCommandEncoder({ label: 'timestamps' })
  encoder.resolveQuerySet(querySet, 0, 2 * sequences.length, stamps, 0)
  device.queue.submit([encoder.finish()])
  const readback = new Readback(device, pool, [{ buffer: stamps, bytes: stamps.size }])
  const [bytes] = await failure.race(readback.bytes())
  const values = new BigUint64Array(bytes)
  // Some drivers' clocks step back between passes.
  return sequences.map((_, i) => Math.max(0, Number(values[2 * i + 1] - values[2 * i])))
}

/** Encodes a sequence this many times. */
export function encodeRuns(
  pass: GPUComputePassEncoder,
  dispatches: readonly Runnable[],
  runs: number,
): void {
  for (let run = 0; run < runs; run++) {
    for (const { pipeline, group, workgroups } of dispatches) {
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, group)
      pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2])
    }
  }
}
