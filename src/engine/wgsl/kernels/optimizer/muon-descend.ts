import type { Kernel } from '../../codegen/kernel.ts'
import {
  declareBuffers,
  storageDirectives,
  toStored,
  type BufferDeclaration,
} from '../../codegen/storage.ts'
import { matrixLookup, MATRIX_NORMS, NORM_PARTS, packMatrices } from './flat-matrices.ts'
import type { MuonOptions } from './muon-momentum.ts'
import { declareRates, RATE_MODES } from '../../codegen/rates.ts'
import { watchWeights, type WatchOptions } from './weights-watch.ts'

export interface MuonDescendOptions extends MuonOptions, WatchOptions {
  /** Whether to write an f16 copy of the weights too. */
  readonly half: boolean
}

const THREADS = 256
const VECTORS_PER_WORKGROUP = 4 * THREADS

/**
 * Ends a step of Muon: w = (growth w - rate x) (1 - rate decay), with x the orthogonalised update; growth is
 * sqrt(out) / |w| (Frobenius) if the row of rates asks for it, else 1. Skips a matrix unless its row of rates says
 * `orthogonalise`. `watchWeights` watches the result.
 * weights f32 and weights16 f16 flat buffers, x f32 all matrices one after the other, norms as `muonMomentum` writes
 * them.
 */
export function muonDescend(options: MuonDescendOptions): Kernel {
  const { matrices, elements, half } = options
  const layout = packMatrices(matrices, ({ rows, columns }) =>
    Math.ceil((rows * columns) / 4 / VECTORS_PER_WORKGROUP),
  )
  const copy: readonly BufferDeclaration[] = [
    { name: 'weights16', access: 'readWrite', element: 'vec4h', count: elements / 4 },
  ]
  const watch = watchWeights(options)
  const { code, bindings } = declareBuffers([
    { name: 'weights', access: 'readWrite', element: 'vec4f', count: elements / 4 },
    { name: 'x', access: 'read', element: 'vec4f', count: layout.vectors },
    { name: 'norms', access: 'read', element: 'vec2f', count: matrices.length * NORM_PARTS },
    ...(half ? copy : []),
    watch.buffer,
  ])
  const rates = declareRates(bindings.length)
  const output = watch.declare(bindings.length + 1)
  return {
    label: `muonDescend of ${matrices.length} matrices`,
    code: `${storageDirectives(half ? 'f16' : 'f32')}${code}${rates.code}${output.code}${matrixLookup(layout)}${MATRIX_NORMS}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let matrix = matrixOf(workgroup.x);
  if (rates[matrix.row].z != ${RATE_MODES.orthogonalise}) { return; }
  let first = (workgroup.x - matrix.workgroup) * ${VECTORS_PER_WORKGROUP}u;
  let end = min(first + ${VECTORS_PER_WORKGROUP}u, matrix.rows * matrix.width);
  let rate = rates[matrix.row];
  let growth = select(1.0, matrix.norm / normsOf(matrix.index).y, rate.w == 1);
  let kept = 1 - rate.x * rate.y;
  for (var i = first + local; i < end; i += ${THREADS}u) {
    let w = (weights[matrix.weights + i] * growth - rate.x * x[matrix.vector + i]) * kept;
    watch(w);
    weights[matrix.weights + i] = w;
    ${half ? `weights16[matrix.weights + i] = ${toStored('f16', 'w')};` : ''}
  }
}
`,
    bindings: [...bindings, rates.binding, output.binding],
    workgroups: [layout.workgroups, 1, 1],
    workgroupBytes: 0,
    invocations: THREADS,
    flops: 0,
  }
}
