import type { Kernel } from '../kernel.ts'
import { declareBuffers } from '../storage.ts'
import { matrixLookup, NORM_PARTS, packMatrices, type FlatMatrix } from './flat-matrices.ts'
import { foldWorkgroup } from './fold-workgroup.ts'
import { declareRates } from './rates.ts'

export interface LarsOptions {
  readonly matrices: readonly FlatMatrix[]
  /** Elements of the flat buffers. */
  readonly elements: number
}

const THREADS = 256

/**
 * Parts of the squared Frobenius norms of every matrix's decayed gradient g + decay w, and of its weight w, to be summed
 * in order. weights, gradients f32 flat buffers, norms f32 [matrices][64][2].
 */
export function larsNorms({ matrices, elements }: LarsOptions): Kernel {
  const layout = packMatrices(matrices, () => NORM_PARTS)
  const { code, bindings } = declareBuffers([
    { name: 'weights', access: 'read', element: 'vec4f', count: elements / 4 },
    { name: 'gradients', access: 'read', element: 'vec4f', count: elements / 4 },
    { name: 'norms', access: 'readWrite', element: 'vec2f', count: layout.workgroups },
  ])
  const rates = declareRates(bindings.length)
  return {
    label: `larsNorms of ${matrices.length} matrices`,
    code: `${code}${rates.code}${matrixLookup(layout)}
var<workgroup> totals: array<vec2f, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let matrix = matrixOf(workgroup.x);
  let part = workgroup.x - matrix.workgroup;
  let decay = rates[matrix.row].y;
  var total = vec2f();
  for (var i = part * ${THREADS}u + local; i < matrix.rows * matrix.width; i += ${NORM_PARTS * THREADS}u) {
    let w = weights[matrix.weights + i];
    let h = gradients[matrix.weights + i] + decay * w;
    total += vec2f(dot(h, h), dot(w, w));
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
