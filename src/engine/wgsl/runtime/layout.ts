import type { Kernel, KernelBinding } from '../codegen/kernel.ts'

const BUFFER_TYPES: Readonly<Record<KernelBinding['access'], GPUBufferBindingType>> = {
  read: 'read-only-storage',
  readWrite: 'storage',
  uniform: 'uniform',
}

/** Group 0 of a kernel. Explicit, so that unused buffers are still part of it. */
export const layoutEntries = (kernel: Kernel): GPUBindGroupLayoutEntry[] =>
  kernel.bindings.map(({ access }, binding) => ({
    binding,
    visibility: GPUShaderStage.COMPUTE,
    buffer: { type: BUFFER_TYPES[access] },
  }))
