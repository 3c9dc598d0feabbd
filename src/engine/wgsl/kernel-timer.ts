import type { BufferPool } from './buffers.ts'
import type { TimeKernels } from './choose-tiles.ts'
import type { Kernel } from './kernel.ts'
import type { FailureWatch } from '../failure.ts'
import type { Runnable } from './pass-clock.ts'
import type { PipelineCache } from './pipelines.ts'

export interface KernelTimerOptions {
  readonly device: GPUDevice
  readonly failure: FailureWatch
  readonly pipelines: PipelineCache
  readonly pool: BufferPool
  /** Milliseconds of each of several sequences of dispatches. */
  readonly clock: (sequences: readonly (readonly Runnable[])[]) => Promise<number[]>
}

/** Times ways to do the same, on buffers of zeros. */
export const kernelTimer = (options: KernelTimerOptions): TimeKernels => {
  const { failure, pipelines, pool, clock } = options
  // What a driver cannot compile is no candidate; what a device cannot do any more, its failure tells.
  const compiles = (way: readonly Kernel[]) =>
    pipelines.compile(way).then(
      () => true,
      () => false,
    )
  return async (ways) => {
    const compiled = await failure.race(Promise.all(ways.map(compiles)))
    const able = ways.filter((_, i) => compiled[i])
    const buffers = await pool.allocate(() => createBuffers(pool, able.flat()))
    try {
      const bound = able.map((kernels) => kernels.map((kernel) => bind(options, kernel, buffers)))
      const times = (await clock(bound)).values()
      return compiled.map((could) => (could ? (times.next().value ?? Infinity) : Infinity))
    } finally {
      for (const buffer of buffers.values()) pool.destroy(buffer)
    }
  }
}

/** One buffer for each name, as large as the largest binding of it. */
function createBuffers(pool: BufferPool, kernels: readonly Kernel[]): Map<string, GPUBuffer> {
  const sizes = new Map<string, number>()
  for (const { name, bytes } of kernels.flatMap(({ bindings }) => bindings)) {
    sizes.set(name, Math.max(bytes, sizes.get(name) ?? 0))
  }
  const create = (name: string, bytes: number) =>
    pool.create(`timed ${name}`, bytes, GPUBufferUsage.STORAGE)
  return new Map([...sizes].map(([name, bytes]) => [name, create(name, bytes)]))
}

function bind(
  { device, pipelines }: KernelTimerOptions,
  kernel: Kernel,
  buffers: ReadonlyMap<string, GPUBuffer>,
): Runnable {
  const entries = kernel.bindings.flatMap(({ name, bytes }, binding) => {
    const buffer = buffers.get(name)
    return buffer ? [{ binding, resource: { buffer, size: 4 * Math.ceil(bytes / 4) } }] : []
  })
  const group = device.createBindGroup({ layout: pipelines.layout(kernel), entries })
  return { pipeline: pipelines.pipeline(kernel), group, workgroups: kernel.workgroups }
}
