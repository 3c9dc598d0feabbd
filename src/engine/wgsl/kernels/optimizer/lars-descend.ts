import type { Kernel } from '../../codegen/kernel.ts'
import {
  declareBuffers,
  storageDirectives,
  toStored,
  type BufferDeclaration,
} from '../../codegen/storage.ts'
import { matrixLookup, MATRIX_NORMS, NORM_PARTS, packMatrices } from './flat-matrices.ts'
import type { LarsOptions } from './lars-norms.ts'
import { declareRates, RATE_MODES } from '../../codegen/rates.ts'
import { descend, type SgdFormula } from './sgd-formula.ts'
import { watchWeights, type WatchOptions } from './weights-watch.ts'

export interface LarsDescendOptions extends LarsOptions, SgdFormula, WatchOptions {
  /** Added to the gradient's norm. */
  readonly epsilon: number
  /** Whether to write an f16 copy of the weights too. */
  readonly half: boolean
}

const THREADS = 256
/** Large, since each thread sums its matrix's norms first. */
const VECTORS_PER_WORKGROUP = 16 * THREADS

/**
 * A step of LARS for every matrix: SGD (`sgd-formula.ts`) down h = g + decay w at the rate r |w| / (|h| + epsilon),
 * with |.| the Frobenius norm. Skips a matrix unless its row of rates says `adapt`. `watchWeights`
 * watches the result.
 * weights, velocity, gradients f32 and weights16 f16 flat buffers, norms as `larsNorms` writes them.
 * Source: davidcpage/cifar10-fast, after You et al., "Large batch training of convolutional networks", 2017.
 */
export function larsDescend(options: LarsDescendOptions): Kernel {
  const { matrices, elements, epsilon, half } = options
  const layout = packMatrices(matrices, ({ rows, columns }) =>
    Math.ceil((rows * columns) / 4 / VECTORS_PER_WORKGROUP),
  )
  const copy: readonly BufferDeclaration[] = [
    { name: 'weights16', access: 'readWrite', element: 'vec4h', count: elements / 4 },
  ]
  const watch = watchWeights(options)
  const { code, bindings } = declareBuffers([
    { name: 'weights', access: 'readWrite', element: 'vec4f', count: elements / 4 },
    { name: 'velocity', access: 'readWrite', element: 'vec4f', count: elements / 4 },
    { name: 'gradients', access: 'read', element: 'vec4f', count: elements / 4 },
    { name: 'norms', access: 'read', element: 'vec2f', count: matrices.length * NORM_PARTS },
    ...(half ? copy : []),
    watch.buffer,
  ])
  const rates = declareRates(bindings.length)
  const output = watch.declare(bindings.length + 1)
  return {
    label: `larsDescend of ${matrices.length} matrices, ${options.velocity}`,
    code: `${storageDirectives(half ? 'f16' : 'f32')}${code}${rates.code}${output.code}${matrixLookup(layout)}${MATRIX_NORMS}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let matrix = matrixOf(workgroup.x);
  let row = rates[matrix.row];
  if (row.z != ${RATE_MODES.adapt}) { return; }
  let first = (workgroup.x - matrix.workgroup) * ${VECTORS_PER_WORKGROUP}u;
  let end = min(first + ${VECTORS_PER_WORKGROUP}u, matrix.rows * matrix.width);
  let norm = normsOf(matrix.index);
  let rate = row.x * (norm.y / (norm.x + ${epsilon}));
  for (var i = first + local; i < end; i += ${THREADS}u) {
    let at = matrix.weights + i;
    var w = weights[at];
    let h = gradients[at] + row.y * w;${descend(options, { at: 'at', rate: 'rate' })}
    watch(w);
    weights[at] = w;${half ? `\n    weights16[at] = ${toStored('f16', 'w')};` : ''}
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
