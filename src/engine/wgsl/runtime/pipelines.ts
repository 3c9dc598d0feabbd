import type { Kernel, KernelBinding } from '../codegen/kernel.ts'

/** Progress: kernels compiled, and kernels in total. */
export type CompileProgress = (compiled: number, total: number) => void

/** Pipelines by shader code, compiled once each; bind group layouts are shared between kernels with like bindings. */
export class PipelineCache {
  static readonly #ofDevices = new WeakMap<GPUDevice, PipelineCache>()
  readonly #device: GPUDevice
  readonly #layouts = new Map<string, GPUBindGroupLayout>()
  readonly #pipelines = new Map<string, GPUComputePipeline>()

  constructor(device: GPUDevice) {
    this.#device = device
  }

  /** The cache that a device's engines share, so that the next run with the same kernels compiles none. */
  static of(device: GPUDevice): PipelineCache {
    const known = this.#ofDevices.get(device)
    if (known) return known
    const cache = new PipelineCache(device)
    this.#ofDevices.set(device, cache)
    return cache
  }

  get count(): number {
    return this.#pipelines.size
  }

  /** Compiles missing pipelines in parallel, off this thread. Throws with the name of a kernel that fails. */
  async compile(kernels: readonly Kernel[], onProgress: CompileProgress = () => {}): Promise<void> {
    const missing = new Map(
      kernels
        .filter(({ code }) => !this.#pipelines.has(code))
        .map((kernel) => [kernel.code, kernel]),
    )
    if (missing.size === 0) return
    let compiled = 0
    onProgress(compiled, missing.size)
    await Promise.all(
      [...missing].map(async ([code, kernel]) => {
        this.#pipelines.set(code, await this.#create(kernel))
        onProgress(++compiled, missing.size)
      }),
    )
  }

  /** A kernel's pipeline. Throws if it was not compiled. */
  pipeline({ code, label }: Kernel): GPUComputePipeline {
    const pipeline = this.#pipelines.get(code)
    if (pipeline === undefined) throw new Error(`${label} was not compiled.`)
    return pipeline
  }

  /** Group 0 of a kernel. */
  layout(kernel: Kernel): GPUBindGroupLayout {
    const key = kernel.bindings.map(({ access }) => access).join()
    const known = this.#layouts.get(key)
    if (known) return known
    const layout = this.#device.createBindGroupLayout({
      label: key,
      entries: layoutEntries(kernel),
    })
    this.#layouts.set(key, layout)
    return layout
  }

  async #create(kernel: Kernel): Promise<GPUComputePipeline> {
    const { label, code } = kernel
    // Errors in the module surface when the pipeline fails.
    this.#device.pushErrorScope('validation')
    const module = this.#device.createShaderModule({ label, code })
    const pipeline = this.#device.createComputePipelineAsync({
      label,
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [this.layout(kernel)] }),
      compute: { module, entryPoint: 'main' },
    })
    void this.#device.popErrorScope()
    try {
      return await pipeline
    } catch (error) {
      const { messages } = await module.getCompilationInfo()
      const reasons = messages.map(({ message, lineNum }) => `line ${lineNum}: ${message}`)
      throw new Error(`The GPU cannot run ${label}. ${reasons.join('; ')}`, { cause: error })
    }
  }
}

const BUFFER_TYPES: Readonly<Record<KernelBinding['access'], GPUBufferBindingType>> = {
  read: 'read-only-storage',
  readWrite: 'storage',
  uniform: 'uniform',
}

/** Group 0 of a kernel. Explicit, so that unused buffers are still part of it. */
const layoutEntries = (kernel: Kernel): GPUBindGroupLayoutEntry[] =>
  kernel.bindings.map(({ access }, binding) => ({
    binding,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type: BUFFER_TYPES[access] },
  }))
