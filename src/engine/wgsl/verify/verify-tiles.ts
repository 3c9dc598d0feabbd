import { randomWords, wordBelow } from '../../../random/stream.ts'
import type { FailureWatch } from '../../failure.ts'
import type { BufferPool } from '../runtime/buffers/buffers.ts'
import { halfBits } from '../../../model/half.ts'
import type { Kernel, KernelBinding, StorageType } from '../codegen/kernel.ts'
import { convKernel, type ConvTask } from '../kernels/conv/conv-task.ts'
import { convSplits, type ConvTile, type TileProfile } from '../kernels/conv/conv-tiles.ts'
import type { PipelineCache } from '../runtime/pipelines.ts'
import { Readback } from '../runtime/readback/readback.ts'
import { CHECKERS, plainChecks } from './plain-convolution.ts'

export interface VerifyOptions {
  readonly device: GPUDevice
  readonly failure: FailureWatch
  readonly pipelines: PipelineCache
  /** Frees what it takes. */
  readonly pool: BufferPool
  readonly profile: TileProfile
  readonly seed: number
}

export interface TiledTask {
  readonly task: ConvTask
  readonly tile: ConvTile
}

/** A GPU checks all numbers of some images in milliseconds; a processor would take seconds. */
const GPU_SAMPLE = { numbers: Infinity, rows: Infinity }
const SOFTWARE_SAMPLE = { numbers: 4096, rows: 32 }
/** Images of a batch whose numbers are checked, besides the first and the last. */
const RANDOM_IMAGES = 2

/**
 * The kernels whose results differ from the definition, on random inputs of the tasks' own size. Inputs are small
 * integers, whose sums are exact in any order, so any difference is an error, not rounding.
 */
export async function wrongKernels(
  options: VerifyOptions,
  tasks: readonly TiledTask[],
): Promise<TiledTask[]> {
  const { device, failure, pipelines, pool, profile, seed } = options
  const plans = tasks.map(({ task, tile }, i) => {
    const kernel = convKernel(task, tile, profile)
    const splits = convSplits(task.shape, task.pool, tile, profile)
    const images = sampledImages(seed, i, task.shape.batch)
    const sample = profile.software ? { images, ...SOFTWARE_SAMPLE } : { images, ...GPU_SAMPLE }
    return { kernel, checks: plainChecks(task, tile, splits, sample) }
  })
  // A kernel that fails to compile is treated like a wrong one.
  const compiles = await failure.race(
    Promise.all(plans.map(({ kernel }) => compiled(pipelines, [kernel]))),
  )
  const able = plans.filter((_, i) => compiles[i])
  await failure.race(pipelines.compile(able.flatMap(({ checks }) => checks)))

  const counted = able.reduce((sum, { checks }) => sum + checks.length, 0)
  const bytes = 4 * CHECKERS
  const kernels = able.flatMap(({ kernel, checks }) => [kernel, ...checks])
  const made = await pool.allocate(() => ({
    buffers: createBuffers(pool, kernels),
    counts: pool.create('wrong', bytes * Math.max(1, counted), usage()),
  }))
  const { buffers, counts } = made
  try {
    const storage = tasks[0]?.task.storage ?? 'f32'
    fillInputs(device, pool, buffers, storage, seed)
    let offset = 0
    for (const { kernel, checks } of able) {
      const encoder = device.createCommandEncoder({ label: 'verify' })
      for (const { name, access } of kernel.bindings) {
        const output = access === 'readWrite' ? buffers.get(name) : undefined
        if (output) encoder.clearBuffer(output)
      }
      for (const each of [kernel, ...checks]) {
        const wrong = { buffer: counts, offset, size: bytes }
        encodeKernel(encoder, options, each, buffers, wrong)
        if (each !== kernel) offset += bytes
      }
      device.queue.submit([encoder.finish()])
    }
    const readback = new Readback(device, pool, [{ buffer: counts, bytes: counts.size }])
    const [found] = await failure.race(readback.bytes())
    const wrongs = able.map(() => 0)
    let at = 0
    able.forEach(({ checks }, i) => {
      const words = new Uint32Array(found, at, CHECKERS * checks.length)
      wrongs[i] = words.reduce((sum, count) => sum + count, 0)
      at += bytes * checks.length
    })
    const isRight = new Set(able.filter((_, i) => wrongs[i] === 0))
    return tasks.filter((_, i) => !isRight.has(plans[i]))
  } finally {
    for (const buffer of [...buffers.values(), counts]) pool.destroy(buffer)
  }
}

const compiled = (pipelines: PipelineCache, kernels: readonly Kernel[]): Promise<boolean> =>
  pipelines.compile(kernels).then(
    () => true,
    () => false,
  )

/** The first and the last image, where tiles may be partial, and some between. */
function sampledImages(seed: number, task: number, batch: number): number[] {
  const words = randomWords(seed, 'verified images', task, RANDOM_IMAGES)
  return [...new Set([0, batch - 1, ...Array.from(words, (word) => wordBelow(word, batch))])]
}

/** A function, because `GPUBufferUsage` exists only once WebGPU has started. */
const usage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC

/** One buffer for each name, as large as the largest binding of it. */
function createBuffers(pool: BufferPool, kernels: readonly Kernel[]): Map<string, GPUBuffer> {
  const sizes = new Map<string, number>()
  for (const { name, bytes } of kernels.flatMap(({ bindings }) => bindings)) {
    if (name !== 'wrong') sizes.set(name, Math.max(bytes, sizes.get(name) ?? 0))
  }
  return new Map(
    [...sizes].map(([name, bytes]) => [name, pool.create(`verified ${name}`, bytes, usage())]),
  )
}

/** Block length, a prime: repeats fall at different positions in every row and image. */
const BLOCK = 65_521

/** Fills inputs with blocks of whole numbers from -2 to 2, or of random words for positions; r with ones and minus ones. */
function fillInputs(
  device: GPUDevice,
  pool: BufferPool,
  buffers: ReadonlyMap<string, GPUBuffer>,
  storage: StorageType,
  seed: number,
): void {
  for (const [name, buffer] of buffers) {
    const words = Uint32Array.from(randomWords(seed, `verified ${name}`, 0, 2 * BLOCK))
    const block = blockOf(name, words, storage)
    if (block === null) continue
    const staging = pool.create('verified block', block.byteLength, usage())
    device.queue.writeBuffer(staging, 0, block)
    const encoder = device.createCommandEncoder({ label: 'fill' })
    for (let at = 0; at < buffer.size; at += block.byteLength) {
      const size = Math.min(block.byteLength, buffer.size - at)
      encoder.copyBufferToBuffer(staging, 0, buffer, at, size)
    }
    device.queue.submit([encoder.finish()])
    pool.destroy(staging)
  }
}

/** Bytes that are a multiple of 4; null for what kernels write. */
function blockOf(
  name: string,
  words: Uint32Array<ArrayBuffer>,
  storage: StorageType,
): Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer> | null {
  const whole = (word: number) => wordBelow(word, 5) - 2
  switch (name) {
    case 'position':
      return words
    case 'r':
      return Float32Array.from(words, (word) => 2 * (word & 1) - 1)
    case 'w':
    case 'dy':
    case 'add':
      return stored(words, storage, whole)
    case 'x':
      // In f32, products that need more than 11 bits, so that f16 sums are noticed.
      return stored(words, storage, (word) => (storage === 'f32' ? 37 : 1) * whole(word))
    default:
      return null
  }
}

const stored = (words: Uint32Array, storage: StorageType, valueOf: (word: number) => number) =>
  storage === 'f16'
    ? Uint16Array.from(words, (word) => halfBits(valueOf(word)))
    : Float32Array.from(words.subarray(0, BLOCK), valueOf)

function encodeKernel(
  encoder: GPUCommandEncoder,
  { device, pipelines }: VerifyOptions,
  kernel: Kernel,
  buffers: ReadonlyMap<string, GPUBuffer>,
  wrong: GPUBufferBinding,
): void {
  const resourceOf = ({ name, bytes }: KernelBinding): GPUBufferBinding => {
    const buffer = buffers.get(name)
    return buffer ? { buffer, size: 4 * Math.ceil(bytes / 4) } : wrong
  }
  const entries = kernel.bindings.map((each, binding) => ({ binding, resource: resourceOf(each) }))
  const pass = encoder.beginComputePass()
  pass.setPipeline(pipelines.pipeline(kernel))
  pass.setBindGroup(0, device.createBindGroup({ layout: pipelines.layout(kernel), entries }))
  pass.dispatchWorkgroups(...kernel.workgroups)
  pass.end()
}
