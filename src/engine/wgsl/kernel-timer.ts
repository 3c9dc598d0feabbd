import type { BufferPool } from './buffers.ts'
import type { FailureWatch } from '../failure.ts'
import type { TimeKernels } from './choose-tiles.ts'
import type { Kernel } from './kernel.ts'
import type { PipelineCache } from './pipelines.ts'

export interface KernelTimerOptions {
  readonly device: GPUDevice
  readonly failure: FailureWatch
  readonly pipelines: PipelineCache
  readonly pool: BufferPool
}

/** Rounds in which every way is run once; the fastest counts, since the first ones clear buffers and wake the GPU up. */
const ROUNDS = 3
/** GPU milliseconds that a run should last: browsers round timestamps to a tenth of one. */
const DURATION = 4
const MOST_REPEATS = 256
const NANOSECONDS = 1e-6

/**
 * Times ways to do the same with the GPU's own clock, on buffers of zeros, in turns. Needs the device's
 * `timestamp-query`: without it, what a wait takes of its own (100 ms in Firefox) hides the differences.
 */
export const kernelTimer = (options: KernelTimerOptions): TimeKernels => {
  const { device, failure, pipelines, pool } = options
  // What a driver cannot compile is no candidate; what a device cannot do any more, its failure tells.
  const compiles = (way: readonly Kernel[]) =>
    pipelines.compile(way).then(
      () => true,
      () => false,
    )
  return async (ways) => {
    const compiled = await failure.race(Promise.all(ways.map(compiles)))
    const able = ways.filter((_, i) => compiled[i])
    const created: GPUBuffer[] = []
    const querySet = device.createQuerySet({ type: 'timestamp', count: 2 })
    try {
      const buffers = await pool.allocate(() => createBuffers(pool, able.flat(), created))
      const clock = createClock(device, querySet, pool, created)
      const bound = able.map((kernels) => kernels.map((kernel) => bind(options, kernel, buffers)))
      const times = able.map(() => Infinity)
      const repeats = able.map(() => 1)
      for (let round = 0; round < ROUNDS; round++) {
        for (const [i, way] of bound.entries()) {
          const total = await failure.race(clock.time(way, repeats[i]))
          const once = total / repeats[i]
          if (total >= DURATION / 2 || round === ROUNDS - 1) times[i] = Math.min(times[i], once)
          repeats[i] = Math.ceil(Math.min(MOST_REPEATS, Math.max(1, DURATION / once)))
        }
      }
      const timesInOrder = times.values()
      return compiled.map((could) => (could ? (timesInOrder.next().value ?? Infinity) : Infinity))
    } finally {
      for (const buffer of created) pool.destroy(buffer)
      querySet.destroy()
    }
  }
}

/** One buffer for each name, as large as the largest binding of it. */
function createBuffers(
  pool: BufferPool,
  kernels: readonly Kernel[],
  created: GPUBuffer[],
): ReadonlyMap<string, GPUBuffer> {
  const sizes = new Map<string, number>()
  for (const { bindings } of kernels) {
    for (const { name, bytes } of bindings) {
      sizes.set(name, Math.max(bytes, sizes.get(name) ?? 0))
    }
  }
  const buffers = new Map<string, GPUBuffer>()
  for (const [name, bytes] of sizes) {
    const buffer = pool.create(`timed ${name}`, bytes, GPUBufferUsage.STORAGE)
    created.push(buffer)
    buffers.set(name, buffer)
  }
  return buffers
}

interface Bound {
  readonly pipeline: GPUComputePipeline
  readonly group: GPUBindGroup
  readonly workgroups: Kernel['workgroups']
}

function bind(
  { device, pipelines }: KernelTimerOptions,
  kernel: Kernel,
  buffers: ReadonlyMap<string, GPUBuffer>,
): Bound {
  const entries = kernel.bindings.flatMap(({ name, bytes }, binding) => {
    const buffer = buffers.get(name)
    return buffer ? [{ binding, resource: { buffer, size: 4 * Math.ceil(bytes / 4) } }] : []
  })
  const group = device.createBindGroup({ layout: pipelines.layout(kernel), entries })
  return { pipeline: pipelines.pipeline(kernel), group, workgroups: kernel.workgroups }
}

/** Reads how long a compute pass took by timestamps at its ends. */
function createClock(
  device: GPUDevice,
  querySet: GPUQuerySet,
  pool: BufferPool,
  created: GPUBuffer[],
) {
  const bytes = 16
  const resolved = pool.create(
    'timestamps',
    bytes,
    GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  )
  const staging = pool.create(
    'timestamps staging',
    bytes,
    GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  )
  created.push(resolved, staging)
  return {
    /** Milliseconds of running these kernels so often. */
    async time(kernels: readonly Bound[], repeats: number): Promise<number> {
      const encoder = device.createCommandEncoder({ label: 'timing' })
      const timestampWrites = { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 }
      const pass = encoder.beginComputePass({ timestampWrites })
      for (let i = 0; i < repeats; i++) {
        for (const { pipeline, group, workgroups } of kernels) {
          pass.setPipeline(pipeline)
          pass.setBindGroup(0, group)
          pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2])
        }
      }
      pass.end()
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0)
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes)
      device.queue.submit([encoder.finish()])
      await staging.mapAsync(GPUMapMode.READ)
      const [begin, end] = new BigUint64Array(staging.getMappedRange())
      staging.unmap()
      return Number(end - begin) * NANOSECONDS
    },
  }
}
