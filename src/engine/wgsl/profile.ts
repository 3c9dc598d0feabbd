import type { FailureWatch } from '../failure.ts'
import type { Profile } from '../profile.ts'
import type { BoundDispatch } from './bound-dispatches.ts'
import type { BufferPool } from './buffers.ts'
import type { Executable } from './executable.ts'
import type { Dispatch } from './programme.ts'
import { Readback } from './readback.ts'
import type { Scalars } from './scalars.ts'
import { STILL_RATES } from './still-rates.ts'

export interface ProfileOptions {
  readonly device: GPUDevice
  readonly pool: BufferPool
  readonly failure: FailureWatch
  readonly executable: Executable
  readonly scalars: Scalars
  /** An entry of the metrics that nobody reads. */
  readonly slot: number
}

/** Nanoseconds that a timed pass should last: long against the 100 µs that browsers round to. */
const DURATION = 2e6
/** The steps of a browser's clock, in ns. */
const CLOCK = 1e5
/** Times each dispatch is measured, each with as many runs in a row as the last one found to be enough. */
const ROUNDS = 4
const MOST_RUNS = 256

interface Timed {
  readonly dispatch: Dispatch
  readonly bound: BoundDispatch
  /** Runs in a step. */
  readonly times: number
}

/**
 * Times every dispatch of a training step by timestamps around a pass of its own, run several times in a row where it is
 * short. Caches are warm, and nothing overlaps, so the sum is not a step's own time. Leaves a meaningless state.
 */
export async function profileStep(options: ProfileOptions): Promise<Profile> {
  const { device, executable, scalars, slot } = options
  const { plan } = executable
  const { spec, passes, storage } = plan.request
  const { lowCount } = executable.split('train')
  scalars.setRates(STILL_RATES)
  scalars.setKeep(1)
  scalars.setPosition({ first: 0, lowCount, count: 0, augmentation: 0 })
  scalars.setMetricsPlace(slot, true)
  scalars.write(device.queue, executable.residents.scalars)

  const pair = (dispatches: readonly Dispatch[], bound: readonly BoundDispatch[], times: number) =>
    dispatches.map((dispatch, i): Timed => ({ dispatch, bound: bound[i], times }))
  const timed = [
    ...pair(plan.training[0].dispatches, executable.training(new Set()), passes),
    ...pair(plan.update, executable.update, 1),
    ...pair(plan.average, executable.average, 1),
  ]
  const nanoseconds = await timeDispatches(options, timed)
  const kernels = timed.map(({ dispatch: { kernel, phase, layer }, times }, i) => ({
    phase,
    layer,
    kernel: kernel.label,
    milliseconds: (times * nanoseconds[i]) / 1e6,
    flops: times * kernel.flops,
    bytes: times * kernel.bindings.reduce((sum, { bytes }) => sum + bytes, 0),
  }))
  return { precision: storage, batchSize: spec.batchSize, passes, kernels }
}

/** The shortest time of one run of each, in ns. */
async function timeDispatches(options: ProfileOptions, timed: readonly Timed[]): Promise<number[]> {
  const { device, pool } = options
  const count = 2 * timed.length
  const querySet = device.createQuerySet({ type: 'timestamp', count })
  const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC
  const stamps = await pool.allocate(() => pool.create('timestamps', 8 * count, usage))
  try {
    const runs = timed.map(() => 1)
    const shortest = timed.map(() => Infinity)
    for (let round = 0; round < ROUNDS; round++) {
      const times = await timeRound(options, timed, runs, { querySet, stamps })
      times.forEach((time, i) => {
        // A round that the clock hardly saw tells nothing but that more runs are needed.
        if (time > 2 * CLOCK || round === ROUNDS - 1) {
          shortest[i] = Math.min(shortest[i], time / runs[i])
        }
        const wanted = Math.ceil((runs[i] * DURATION) / Math.max(time, CLOCK))
        runs[i] = Math.max(runs[i], Math.min(MOST_RUNS, wanted))
      })
    }
    return shortest
  } finally {
    querySet.destroy()
    pool.destroy(stamps)
  }
}

/** Nanoseconds of each dispatch's pass, one submit each, so that none holds the GPU for long. */
async function timeRound(
  { device, pool, failure }: ProfileOptions,
  timed: readonly Timed[],
  runs: readonly number[],
  { querySet, stamps }: { readonly querySet: GPUQuerySet; readonly stamps: GPUBuffer },
): Promise<number[]> {
  timed.forEach(({ bound: { pipeline, group, workgroups } }, i) => {
    const encoder = device.createCommandEncoder({ label: 'profile' })
    const timestampWrites = {
      querySet,
      beginningOfPassWriteIndex: 2 * i,
      endOfPassWriteIndex: 2 * i + 1,
    }
    const pass = encoder.beginComputePass({ timestampWrites })
    pass.setPipeline(pipeline)
    pass.setBindGroup(0, group)
    for (let run = 0; run < runs[i]; run++) {
      pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2])
    }
    pass.end()
    device.queue.submit([encoder.finish()])
  })
  const encoder = device.createCommandEncoder({ label: 'timestamps' })
  encoder.resolveQuerySet(querySet, 0, 2 * timed.length, stamps, 0)
  device.queue.submit([encoder.finish()])
  const readback = new Readback(device, pool, [{ buffer: stamps, bytes: stamps.size }])
  const [bytes] = await failure.race(readback.bytes())
  const values = new BigUint64Array(bytes)
  // Some drivers' clocks step back between passes.
  return timed.map((_, i) => Math.max(0, Number(values[2 * i + 1] - values[2 * i])))
}
