import type { Kernel, KernelBinding, StorageType } from './kernel.ts'
import { declareBuffers, storageDirectives, type BufferDeclaration } from './storage.ts'

const WORKGROUP_SIZE = 256
/** The largest dispatch dimension that every WebGPU device has. */
const MAX_WORKGROUPS = 65_535

export interface Elementwise {
  readonly label: string
  readonly storage: StorageType
  readonly buffers: readonly BufferDeclaration[]
  /** Uniforms, declared as the bindings after the buffers. */
  readonly uniforms?: readonly { readonly code: string; readonly binding: KernelBinding }[]
  /** How often the body runs. */
  readonly invocations: number
  /** Functions and constants of the module. */
  readonly declarations?: string
  /** Statements; `i` is the invocation's number, below `invocations`. */
  readonly body: string
  readonly flops?: number
}

/** A kernel of independent invocations, numbered consecutively. */
export function elementwise({
  label,
  storage,
  buffers,
  uniforms = [],
  invocations,
  declarations = '',
  body,
  flops = 0,
}: Elementwise): Kernel {
  const { code, bindings } = declareBuffers(buffers)
  const groups = Math.ceil(invocations / WORKGROUP_SIZE)
  const rows = Math.ceil(groups / MAX_WORKGROUPS)
  const columns = Math.ceil(groups / rows)
  return {
    label,
    code: `${storageDirectives(storage)}${code}${uniforms.map((each) => each.code).join('')}${declarations}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (workgroup.y * ${columns}u + workgroup.x) * ${WORKGROUP_SIZE}u + local;
  if (i >= ${invocations}u) { return; }
${body}
}
`,
    bindings: [...bindings, ...uniforms.map(({ binding }) => binding)],
    workgroups: [columns, rows, 1],
    workgroupBytes: 0,
    invocations: WORKGROUP_SIZE,
    flops,
  }
}
