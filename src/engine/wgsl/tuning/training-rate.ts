import type { OpenDevice } from '../../device/device.ts'
import { FailureWatch } from '../../failure.ts'
import { BufferPool } from '../runtime/buffers/buffers.ts'
import type { Kernel, StorageType } from '../codegen/kernel.ts'
import { convFlops, type ConvShape } from '../kernels/conv/conv-shape.ts'
import { convKernel, tileFor, type ConvTask } from '../kernels/conv/conv-task.ts'
import { deviceProfile } from '../plan/limits.ts'
import { PipelineCache } from '../runtime/pipelines.ts'

/** Images of the workload: some 7 GFLOP on a GPU, a sixteenth of that on a processor. */
const IMAGES = { software: 2, gpu: 32 }
/** Milliseconds that a measurement should last, and the rounds at most. */
const DURATION = 200
const MAX_ROUNDS = 64

/**
 * FLOP/s of this engine's convolutions here, forward and both gradients, in the faster precision that the device has:
 * a 3x3 convolution of 16x16 maps from 128 to 128 channels, the middle of the networks. Takes about two seconds.
 */
export async function measureTrainingRate(
  opened: OpenDevice,
  now: () => number = () => performance.now(),
): Promise<number> {
  const storages: StorageType[] = opened.device.features.has('shader-f16')
    ? ['f32', 'f16']
    : ['f32']
  const rates: number[] = []
  for (const storage of storages) rates.push(await measureRate(opened, storage, now))
  return Math.max(...rates)
}

async function measureRate(
  opened: OpenDevice,
  storage: StorageType,
  now: () => number,
): Promise<number> {
  const { device } = opened
  const failure = new FailureWatch(opened)
  const pool = new BufferPool(device)
  try {
    const shape = workload(opened.adapter.software ? IMAGES.software : IMAGES.gpu)
    const kernels = directions(opened, shape, storage)
    const pipelines = new PipelineCache(device)
    await failure.race(pipelines.compile(kernels))
    const run = await pool.allocate(() => bind(device, pool, pipelines, kernels))
    const time = async (rounds: number) => {
      const start = now()
      for (let round = 0; round < rounds; round++) run()
      await failure.race(device.queue.onSubmittedWorkDone())
      return now() - start
    }
    await time(1)
    const flops = 3 * convFlops(shape, false)
    for (let rounds = 1; ; rounds *= 2) {
      const milliseconds = await time(rounds)
      if (milliseconds >= DURATION || rounds >= MAX_ROUNDS) {
        return (1000 * rounds * flops) / milliseconds
      }
    }
  } finally {
    pool.destroyAll()
    failure.stop()
  }
}

const workload = (batch: number): ConvShape => ({
  batch,
  height: 16,
  width: 16,
  in: 128,
  out: 128,
  kernel: 3,
  stride: 1,
  padding: 'same',
  outHeight: 16,
  outWidth: 16,
})

function directions(opened: OpenDevice, shape: ConvShape, storage: StorageType): Kernel[] {
  const profile = deviceProfile(opened)
  const common = { shape, storage, pool: false }
  const tasks: readonly ConvTask[] = [
    { kind: 'forward', ...common, groups: 1 },
    { kind: 'inputGradient', ...common, add: false },
    { kind: 'weightGradient', ...common },
  ]
  return tasks.map((task) => convKernel(task, tileFor(task, new Map(), profile), profile))
}

/** Allocates what the kernels read and write; the result submits all of them once. */
function bind(
  device: GPUDevice,
  pool: BufferPool,
  pipelines: PipelineCache,
  kernels: readonly Kernel[],
): () => void {
  const bound = kernels.map((kernel) => ({
    kernel,
    group: device.createBindGroup({
      layout: pipelines.layout(kernel),
      entries: kernel.bindings.map(({ name, bytes }, binding) => ({
        binding,
        resource: { buffer: pool.create(name, bytes, GPUBufferUsage.STORAGE) },
      })),
    }),
  }))
  return () => {
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    for (const { kernel, group } of bound) {
      pass.setPipeline(pipelines.pipeline(kernel))
      pass.setBindGroup(0, group)
      pass.dispatchWorkgroups(...kernel.workgroups)
    }
    pass.end()
    device.queue.submit([encoder.finish()])
  }
}
