/** How activations, their gradients and convolution operands are stored; sums are always f32. */
export type StorageType = 'f16' | 'f32'

export interface KernelBinding {
  readonly name: string
  readonly access: 'read' | 'readWrite' | 'uniform'
  /** Bytes the kernel may touch: the least a bound range must have. */
  readonly bytes: number
}

/** One WGSL compute shader for fixed shapes, with entry point `main` and everything in bind group 0. */
export interface Kernel {
  /** What it computes and for which shapes, for profiles and error messages. */
  readonly label: string
  /** The whole module, directives included. Kernels with the same code share a pipeline. */
  readonly code: string
  /** Binding i of group 0. */
  readonly bindings: readonly KernelBinding[]
  readonly workgroups: readonly [number, number, number]
  readonly workgroupBytes: number
  readonly invocations: number
  /** Multiply-adds count two; 0 for kernels that only move data. */
  readonly flops: number
}
