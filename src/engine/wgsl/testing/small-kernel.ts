import type { Kernel } from '../codegen/kernel.ts'
import { declareBuffers } from '../codegen/storage.ts'

/** Four numbers x, and a statement for the first `written` of them that may set y[i]. */
export function smallKernel(written: number, statement: string): Kernel {
  const { code, bindings } = declareBuffers([
    { name: 'x', access: 'read', element: 'f32', count: 4 },
    { name: 'y', access: 'readWrite', element: 'f32', count: 4 },
  ])
  return {
    label: 'small kernel',
    code: `${code}
@compute @workgroup_size(4) fn main(@builtin(local_invocation_index) i: u32) {
  if (i < ${written}) { ${statement} }
}`,
    bindings,
    workgroups: [1, 1, 1],
    workgroupBytes: 0,
    invocations: 4,
    flops: 4,
  }
}
