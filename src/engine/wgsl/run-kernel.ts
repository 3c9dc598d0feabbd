import type { Kernel } from './kernel.ts'
import { layoutEntries } from './layout.ts'

/** What a kernel's buffers hold before it runs, by binding name. */
export type KernelData = Readonly<Record<string, ArrayBufferView>>

/** All bits set: NaN as f32 and as f16, 3 in a pool position, and no plausible count. */
const POISON = 0xff

/**
 * Runs one kernel once, for tests and self-tests, and returns every buffer it may write. Buffers not in `data` start
 * poisoned, so a result that was never written is seen. Throws what the device found wrong.
 */
export async function runKernel(
  device: GPUDevice,
  kernel: Kernel,
  data: KernelData,
): Promise<Record<string, ArrayBuffer>> {
  device.pushErrorScope('out-of-memory')
  device.pushErrorScope('validation')
  const pipeline = createPipeline(device, kernel)
  const buffers = kernel.bindings.map((binding) => createBuffer(device, kernel, binding, data))
  const outputs = kernel.bindings.flatMap(({ name, access }, i) =>
    access === 'readWrite' ? [{ name, buffer: buffers[i] }] : [],
  )
  const encoder = device.createCommandEncoder()
  const pass = encoder.beginComputePass()
  pass.setPipeline(pipeline)
  pass.setBindGroup(0, bindGroup(device, pipeline, buffers))
  pass.dispatchWorkgroups(...kernel.workgroups)
  pass.end()
  const staging = outputs.map(({ buffer }) => {
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ
    const copy = device.createBuffer({ size: buffer.size, usage })
    encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size)
    return copy
  })
  device.queue.submit([encoder.finish()])
  for (const error of [await device.popErrorScope(), await device.popErrorScope()]) {
    if (error) throw new Error(`${kernel.label}: ${error.message}`)
  }
  await Promise.all(staging.map((copy) => copy.mapAsync(GPUMapMode.READ)))
  const results = staging.map((copy) => copy.getMappedRange().slice(0))
  for (const buffer of [...buffers, ...staging]) buffer.destroy()
  return Object.fromEntries(outputs.map(({ name }, i) => [name, results[i]]))
}

function createPipeline(device: GPUDevice, kernel: Kernel): GPUComputePipeline {
  const group = device.createBindGroupLayout({ entries: layoutEntries(kernel) })
  return device.createComputePipeline({
    label: kernel.label,
    layout: device.createPipelineLayout({ bindGroupLayouts: [group] }),
    compute: { module: device.createShaderModule({ label: kernel.label, code: kernel.code }) },
  })
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
  const given = data[name]
  const size = Math.ceil(Math.max(bytes, given?.byteLength ?? 0) / 4) * 4
  const buffer = device.createBuffer({ label: name, size, usage })
  if (given) {
    if (given.byteLength < bytes) {
      throw new Error(`${kernel.label}: ${name} needs ${bytes} bytes, ${given.byteLength} given.`)
    }
    device.queue.writeBuffer(buffer, 0, given.buffer, given.byteOffset, buffer.size)
  } else if (access === 'readWrite') {
    device.queue.writeBuffer(buffer, 0, new Uint8Array(buffer.size).fill(POISON))
  } else {
    throw new Error(`${kernel.label}: nothing given for ${name}.`)
  }
  return buffer
}

const bindGroup = (device: GPUDevice, pipeline: GPUComputePipeline, buffers: GPUBuffer[]) =>
  device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  })
