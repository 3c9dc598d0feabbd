import type { BufferPool } from '../runtime/buffers/buffers.ts'
import type { CompileKernels, TimeKernels } from './choose-tiles.ts'
import type { Kernel } from '../codegen/kernel.ts'
import type { FailureWatch } from '../../failure.ts'
import type { Runnable } from '../runtime/dispatch-timer.ts'
import type { PipelineCache } from '../runtime/pipelines.ts'

export interface KernelTimerOptions {
  readonly device: GPUDevice
  readonly failure: FailureWatch
  readonly pipelines: PipelineCache
  readonly pool: BufferPool
  /** Milliseconds of each of several sequences of dispatches. */
  readonly clock: (sequences: readonly (readonly Runnable[])[]) => Promise<number[]>
}

/**
 * Compiles candidates in parallel. A candidate that fails to compile or takes too long is dropped; a lost device is
 * reported by its failure watch.
 */
export const kernelCompiler =
  ({ failure, pipelines }: Pick<KernelTimerOptions, 'failure' | 'pipelines'>): CompileKernels =>
  (ways, limit) => {
    const end = new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(false), limit)
    })
    const compiles = (way: readonly Kernel[]) =>
      pipelines.compile(way).then(
        () => true,
        () => false,
      )
    return failure.race(Promise.all(ways.map((way) => Promise.race([compiles(way), end]))))
  }

/** Times compiled candidates on buffers of zeros. */
export const kernelTimer = (options: KernelTimerOptions): TimeKernels => {
  const { pool, clock } = options
  return async (ways) => {
    const buffers = await pool.allocate(() => createBuffers(pool, ways.flat()))
    try {
      return await clock(
        ways.map((kernels) => kernels.map((kernel) => bind(options, kernel, buffers))),
      )
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
