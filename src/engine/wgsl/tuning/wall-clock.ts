import type { FailureWatch } from '../../failure.ts'
import { encodeRuns, type Runnable } from '../runtime/dispatch-timer.ts'

export interface WallClockOptions {
  readonly device: GPUDevice
  readonly failure: FailureWatch
  readonly now: () => number
  /** Whether the time limit has passed; sequences not measured by then count as infinitely slow. */
  readonly isLate?: () => boolean
}

/** An empty wait longer than this hides the measured time; in Firefox it takes 100 ms. */
const MOST_LATENCY = 5
/** Milliseconds that a timed submit should last. */
const DURATION = 15
const ROUNDS = 3
const MOST_RUNS = 256

/** Milliseconds of an empty wait, or null if it is too long for `wallTimes`. */
export async function waitLatency(options: WallClockOptions): Promise<number | null> {
  let shortest = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    shortest = Math.min(shortest, await timeSubmit(options, [], 0))
  }
  return shortest <= MOST_LATENCY ? shortest : null
}

/**
 * The shortest time of each of several sequences of dispatches, in ms, as `shortestTimes` gives it, but by waiting for
 * them.
 */
export async function wallTimes(
  options: WallClockOptions,
  latency: number,
  sequences: readonly (readonly Runnable[])[],
): Promise<number[]> {
  const runs = sequences.map(() => 1)
  const shortest = sequences.map(() => Infinity)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, dispatches] of sequences.entries()) {
      if ((round > 0 || i > 0) && options.isLate?.()) return shortest
      const time = Math.max(0, (await timeSubmit(options, dispatches, runs[i])) - latency)
      shortest[i] = Math.min(shortest[i], time / runs[i])
      const wanted = Math.ceil((runs[i] * DURATION) / Math.max(time, 1))
      runs[i] = Math.max(runs[i], Math.min(MOST_RUNS, wanted))
    }
  }
  return shortest
}

async function timeSubmit(
  { device, failure, now }: WallClockOptions,
  dispatches: readonly Runnable[],
  runs: number,
): Promise<number> {
  const encoder = device.createCommandEncoder({ label: 'timing' })
  const pass = encoder.beginComputePass()
  encodeRuns(pass, dispatches, runs)
  pass.end()
  const start = now()
  device.queue.submit([encoder.finish()])
  await failure.race(device.queue.onSubmittedWorkDone())
  return now() - start
}
