import type { KernelBinding } from '../../codegen/kernel.ts'
import type { BufferDeclaration } from '../../codegen/storage.ts'
import { declareUniform } from '../../codegen/uniform.ts'

/** Steps that the metrics have room for. */
export interface WatchOptions {
  readonly entries: number
}

/**
 * For optimisers: new weights that are infinite or NaN set the fourth number of the step's metrics to 1. The loss may not
 * show them, since half-precision kernels replace such values. It compares bits; WGSL comparisons with NaN are unreliable.
 */
export function watchWeights({ entries }: WatchOptions): {
  /** To be declared with the kernel's other buffers. */
  readonly buffer: BufferDeclaration
  /** The uniform as binding `index`, and `fn watch(w: vec4f)`. */
  readonly declare: (index: number) => { readonly code: string; readonly binding: KernelBinding }
} {
  return {
    buffer: { name: 'metrics', access: 'readWrite', element: 'atomic<u32>', count: 4 * entries },
    declare: (index) => {
      const { code, binding } = declareUniform(index, 'output', { slot: 'u32' })
      return { code: `${code}${WATCH}`, binding }
    },
  }
}

const WATCH = `
fn watch(w: vec4f) {
  let exponents = bitcast<vec4u>(w) & vec4u(0x7f800000u);
  if (any(exponents == vec4u(0x7f800000u))) { atomicStore(&metrics[4u * output.slot + 3u], bitcast<u32>(1.0)); }
}
`
