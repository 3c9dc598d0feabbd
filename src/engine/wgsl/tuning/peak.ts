import type { OpenDevice } from '../../device/device.ts'
import { FailureWatch } from '../../failure.ts'
import type { Peak } from '../../inspection/profile.ts'
import { BufferPool } from '../runtime/buffers/buffers.ts'
import type { Kernel } from '../codegen/kernel.ts'
import { copyVectors, multiplyAdd, roundFlops, type MultiplyAddForm } from './peak-kernels.ts'
import { PipelineCache } from '../runtime/pipelines.ts'

/** Milliseconds that one timed submit should take: long against a clock's steps, short enough for the desktop. */
const DURATION = 30
/** Times an empty wait; Firefox polls for finished work only every 100 ms. */
const LATENCIES = 3
/** Timed dispatches of each kernel. */
const REPEATS = 2
const THREADS = { software: 1024, gpu: 262_144 }
const COPY_VECTORS = { software: 2 ** 18, gpu: 2 ** 22 }
const FIRST_ROUNDS = 16
const MAX_ROUNDS = 2 ** 22

/**
 * Measures the peak performance of a device in about two seconds: the fastest of four forms of a multiply-add loop in
 * each precision, and a copy too large for caches.
 */
export async function measurePeak(
  opened: OpenDevice,
  now: () => number = () => performance.now(),
): Promise<Peak> {
  const failure = new FailureWatch(opened)
  const bench = new KernelBench(opened.device, failure, now)
  const size = opened.adapter.software ? 'software' : 'gpu'
  try {
    const half = opened.device.features.has('shader-f16')
    const threads = THREADS[size]
    return {
      flopsPerSecond: {
        f32: await fastestLoop(bench, 'f32', threads),
        f16: half ? await fastestLoop(bench, 'f16', threads) : null,
      },
      bytesPerSecond: await copyRate(bench, COPY_VECTORS[size]),
    }
  } finally {
    bench.dispose()
    failure.stop()
  }
}

async function fastestLoop(
  bench: KernelBench,
  precision: MultiplyAddForm['precision'],
  threads: number,
): Promise<number> {
  let best = 0
  for (const lanes of [1, 4] as const) {
    for (const unroll of [1, 8] as const) {
      const form = { precision, lanes, unroll }
      const { rounds, milliseconds } = await bench.time(multiplyAdd(form, threads))
      const flops = roundFlops(form) * rounds * threads
      best = Math.max(best, (1000 * flops) / milliseconds)
    }
  }
  return best
}

async function copyRate(bench: KernelBench, vectors: number): Promise<number> {
  const { rounds, milliseconds } = await bench.time(copyVectors(vectors))
  return (1000 * rounds * 2 * 16 * vectors) / milliseconds
}

/** Times kernels by running them longer and longer, until the time exceeds the clock's resolution. */
class KernelBench {
  readonly #device: GPUDevice
  readonly #failure: FailureWatch
  readonly #now: () => number
  readonly #pool: BufferPool
  readonly #pipelines: PipelineCache
  #duration: number | null = null

  constructor(device: GPUDevice, failure: FailureWatch, now: () => number) {
    this.#device = device
    this.#failure = failure
    this.#now = now
    this.#pool = new BufferPool(device)
    this.#pipelines = new PipelineCache(device)
  }

  /** Rounds (turns of the kernel's loop, or dispatches of one that has none), and the shortest time they took. */
  async time(kernel: Kernel): Promise<{ rounds: number; milliseconds: number }> {
    await this.#failure.race(this.#pipelines.compile([kernel]))
    const loops = kernel.bindings.some(({ access }) => access === 'uniform')
    const buffers = await this.#pool.allocate(() => this.#createBuffers(kernel))
    const group = this.#device.createBindGroup({
      layout: this.#pipelines.layout(kernel),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    })
    this.#duration ??= Math.max(DURATION, LATENCIES * (await this.#wait()))
    const duration = this.#duration
    const run = (rounds: number) => this.#run(kernel, group, loops ? buffers.at(-1) : null, rounds)
    let rounds = FIRST_ROUNDS
    let milliseconds = await run(rounds)
    while (milliseconds < duration && rounds < MAX_ROUNDS) {
      const faster = Math.min(16, Math.max(2, (1.5 * duration) / Math.max(milliseconds, 0.1)))
      rounds = Math.min(MAX_ROUNDS, Math.ceil(rounds * faster))
      milliseconds = await run(rounds)
    }
    for (let repeat = 1; repeat < REPEATS; repeat++) {
      milliseconds = Math.min(milliseconds, await run(rounds))
    }
    for (const buffer of buffers) this.#pool.destroy(buffer)
    return { rounds, milliseconds }
  }

  dispose(): void {
    this.#pool.destroyAll()
  }

  #createBuffers(kernel: Kernel): GPUBuffer[] {
    return kernel.bindings.map(({ name, access, bytes }) => {
      const kind = access === 'uniform' ? GPUBufferUsage.UNIFORM : GPUBufferUsage.STORAGE
      return this.#pool.create(name, bytes, kind | GPUBufferUsage.COPY_DST)
    })
  }

  async #run(
    kernel: Kernel,
    group: GPUBindGroup,
    count: GPUBuffer | null | undefined,
    rounds: number,
  ): Promise<number> {
    const { queue } = this.#device
    if (count) queue.writeBuffer(count, 0, Uint32Array.of(rounds))
    const encoder = this.#device.createCommandEncoder({ label: kernel.label })
    const pass = encoder.beginComputePass()
    pass.setPipeline(this.#pipelines.pipeline(kernel))
    pass.setBindGroup(0, group)
    for (let i = 0; i < (count ? 1 : rounds); i++) pass.dispatchWorkgroups(...kernel.workgroups)
    pass.end()
    const commands = encoder.finish()
    return this.#wait(commands)
  }

  /** Milliseconds until the GPU has finished these commands, or none. */
  async #wait(...commands: readonly GPUCommandBuffer[]): Promise<number> {
    const { queue } = this.#device
    const start = this.#now()
    queue.submit(commands)
    await this.#failure.race(queue.onSubmittedWorkDone())
    return this.#now() - start
  }
}
