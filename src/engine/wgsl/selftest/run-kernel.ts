import type { Kernel } from '../codegen/kernel.ts'
import { PipelineCache } from '../runtime/pipelines.ts'

/** What a kernel's buffers hold before it runs, by binding name. */
export type KernelData = Readonly<Record<string, ArrayBufferView>>

/** All bits set: NaN as f32 and as f16, 3 in a pool position, and no plausible count. */
const POISON = 0xff

/**
 * Runs one kernel once, for tests and self-tests, and returns every buffer it may write. Buffers not in `data` start
 * poisoned, so that results never written are noticed. Throws the device's errors. Several may run at once.
 */
export async function runKernel(
  device: GPUDevice,
  kernel: Kernel,
  data: KernelData,
): Promise<Record<string, ArrayBuffer>> {
  const pipelines = new PipelineCache(device)
  await pipelines.compile([kernel])
  device.pushErrorScope('out-of-memory')
  device.pushErrorScope('validation')
  const scopes: Promise<GPUError | null>[] = []
  let submitted: Submitted
  try {
    submitted = submit(device, kernel, pipelines, data)
  } finally {
    // Synchronously, so that concurrent runs pop their own error scopes.
    scopes.push(device.popErrorScope(), device.popErrorScope())
  }
  const { buffers, outputs } = submitted
  try {
    for (const error of await Promise.all(scopes)) {
      if (error) throw new Error(`${kernel.label}: ${error.message}`)
    }
    await Promise.all(outputs.map(({ staging }) => staging.mapAsync(GPUMapMode.READ)))
    return Object.fromEntries(
      outputs.map(({ name, staging }) => [name, staging.getMappedRange().slice(0)]),
    )
  } finally {
    for (const buffer of [...buffers, ...outputs.map(({ staging }) => staging)]) buffer.destroy()
  }
}

interface Submitted {
  readonly buffers: readonly GPUBuffer[]
  readonly outputs: readonly { readonly name: string; readonly staging: GPUBuffer }[]
}

function submit(
  device: GPUDevice,
  kernel: Kernel,
  pipelines: PipelineCache,
  data: KernelData,
): Submitted {
  const buffers = kernel.bindings.map((binding) => createBuffer(device, kernel, binding, data))
  const encoder = device.createCommandEncoder()
  const pass = encoder.beginComputePass()
  pass.setPipeline(pipelines.pipeline(kernel))
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipelines.layout(kernel),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    }),
  )
  pass.dispatchWorkgroups(...kernel.workgroups)
  pass.end()
  const outputs = kernel.bindings.flatMap(({ name, access }, i) => {
    if (access !== 'readWrite') return []
    const { size } = buffers[i]
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ
    const staging = device.createBuffer({ size, usage })
    encoder.copyBufferToBuffer(buffers[i], 0, staging, 0, size)
    return [{ name, staging }]
  })
  device.queue.submit([encoder.finish()])
  return { buffers, outputs }
}

function createBuffer(
  device: GPUDevice,
  kernel: Kernel,
  binding: Kernel['bindings'][number],
  data: KernelData,
): GPUBuffer {
  const { name, access, bytes } = binding
  const kind = access === 'uniform' ? GPUBufferUsage.UNIFORM : GPUBufferUsage.STORAGE
  const usage = kind | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
  const input = data[name]
  const size = Math.ceil(Math.max(bytes, input?.byteLength ?? 0) / 4) * 4
  const buffer = device.createBuffer({ label: name, size, usage })
  if (input) {
    if (input.byteLength < bytes) {
      throw new Error(`${kernel.label}: ${name} needs ${bytes} bytes, not ${input.byteLength}.`)
    }
    const padded = new Uint8Array(size)
    padded.set(new Uint8Array(input.buffer, input.byteOffset, input.byteLength))
    device.queue.writeBuffer(buffer, 0, padded)
  } else if (access === 'readWrite') {
    device.queue.writeBuffer(buffer, 0, new Uint8Array(buffer.size).fill(POISON))
  } else {
    throw new Error(`${kernel.label}: no input for ${name}.`)
  }
  return buffer
}
