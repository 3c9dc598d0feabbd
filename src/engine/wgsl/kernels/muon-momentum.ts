import type { Kernel } from '../kernel.ts'
import { declareBuffers } from '../storage.ts'
import { matrixLookup, NORM_PARTS, packMatrices, type FlatMatrix } from './flat-matrices.ts'
import { foldWorkgroup } from './fold-workgroup.ts'
import { declareRates, RATE_MODES } from './rates.ts'

export interface MuonOptions {
  readonly matrices: readonly FlatMatrix[]
  /** Elements of the flat buffers. */
  readonly elements: number
}

export interface MuonMomentumOptions extends MuonOptions {
  readonly momentum: number
  readonly nesterov: boolean
}

const THREADS = 256

/**
 * Muon's momentum: velocity = m velocity + gradient, x = gradient + m velocity (Nesterov) or velocity; and parts of the
 * squared Frobenius norms of x and of the weight, to be summed in order.
 * weights, gradients, velocity f32 flat buffers; x f32 all matrices [rows, columns] one after the other,
 * norms f32 [matrices][64][2]. Leaves the velocity alone unless the matrix's row of rates says `orthogonalise`.
 * Source: Jordan et al., Muon, in KellerJordan/cifar10-airbench.
 */
export function muonMomentum(options: MuonMomentumOptions): Kernel {
  const { matrices, elements, momentum, nesterov } = options
  const layout = packMatrices(matrices, () => NORM_PARTS)
  const { code, bindings } = declareBuffers([
    { name: 'weights', access: 'read', element: 'vec4f', count: elements / 4 },
    { name: 'gradients', access: 'read', element: 'vec4f', count: elements / 4 },
    { name: 'velocity', access: 'readWrite', element: 'vec4f', count: elements / 4 },
    { name: 'x', access: 'readWrite', element: 'vec4f', count: layout.vectors },
    { name: 'norms', access: 'readWrite', element: 'vec2f', count: layout.workgroups },
  ])
  const rates = declareRates(bindings.length)
  return {
    label: `muonMomentum of ${matrices.length} matrices`,
    code: `${code}${rates.code}${matrixLookup(layout)}
var<workgroup> totals: array<vec2f, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let matrix = matrixOf(workgroup.x);
  let part = workgroup.x - matrix.workgroup;
  let due = rates[matrix.row].z == ${RATE_MODES.orthogonalise};
  var total = vec2f();
  for (var i = part * ${THREADS}u + local; i < matrix.rows * matrix.width; i += ${NORM_PARTS * THREADS}u) {
    let g = gradients[matrix.weights + i];
    let v = ${momentum} * velocity[matrix.weights + i] + g;
    if (due) { velocity[matrix.weights + i] = v; }
    let update = ${nesterov ? `g + ${momentum} * v` : 'v'};
    x[matrix.vector + i] = update;
    let w = weights[matrix.weights + i];
    total += vec2f(dot(update, update), dot(w, w));
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
