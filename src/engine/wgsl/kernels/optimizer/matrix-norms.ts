import type { Kernel } from '../../codegen/kernel.ts'
import { declareBuffers, type BufferDeclaration } from '../../codegen/storage.ts'
import {
  matrixLookup,
  NORM_PARTS,
  packMatrices,
  type FlatMatrix,
  type MatrixLayout,
} from './flat-matrices.ts'
import { foldWorkgroup } from '../../codegen/fold-workgroup.ts'
import { declareRates } from '../../codegen/rates.ts'

const THREADS = 256

export interface MatrixNormsOptions {
  readonly label: string
  readonly matrices: readonly FlatMatrix[]
  /** What the loop reads and writes, besides `norms`. */
  readonly buffers: (layout: MatrixLayout) => readonly BufferDeclaration[]
  /** WGSL before the loop over a matrix's vectors; `matrix` and `rates` are there. */
  readonly before: string
  /** WGSL of the loop: `i` is the vector of the matrix, and `total` is to grow by two squares. */
  readonly each: string
}

/**
 * Parts of two squared Frobenius norms of every matrix, to be summed in order: norms f32 [matrices][64][2].
 */
export function matrixNorms({
  label,
  matrices,
  buffers,
  before,
  each,
}: MatrixNormsOptions): Kernel {
  const layout = packMatrices(matrices, () => NORM_PARTS)
  const { code, bindings } = declareBuffers([
    ...buffers(layout),
    { name: 'norms', access: 'readWrite', element: 'vec2f', count: layout.workgroups },
  ])
  const rates = declareRates(bindings.length)
  return {
    label: `${label} of ${matrices.length} matrices`,
    code: `${code}${rates.code}${matrixLookup(layout)}
var<workgroup> totals: array<vec2f, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let matrix = matrixOf(workgroup.x);
  let part = workgroup.x - matrix.workgroup;
  ${before}
  var total = vec2f();
  for (var i = part * ${THREADS}u + local; i < matrix.rows * matrix.width; i += ${NORM_PARTS * THREADS}u) {
${each}
  }${foldWorkgroup(THREADS)}
  if (local == 0u) { norms[workgroup.x] = total; }
}
`,
    bindings: [...bindings, rates.binding],
    workgroups: [layout.workgroups, 1, 1],
    workgroupBytes: THREADS * 8,
    invocations: THREADS,
    flops: 0,
  }
}
