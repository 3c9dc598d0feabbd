import type { Kernel } from '../../codegen/kernel.ts'
import type { FlatMatrix } from './flat-matrices.ts'
import { matrixNorms } from './matrix-norms.ts'
import { RATE_MODES } from '../../codegen/rates.ts'

export interface MuonOptions {
  readonly matrices: readonly FlatMatrix[]
  /** Elements of the flat buffers. */
  readonly elements: number
}

export interface MuonMomentumOptions extends MuonOptions {
  readonly momentum: number
  readonly nesterov: boolean
}

/**
 * Muon's momentum: velocity = m velocity + gradient, x = gradient + m velocity (Nesterov) or velocity; and parts of the
 * squared Frobenius norms of x and of the weight, to be summed in order. Changes the velocity only if the matrix's row
 * of rates says `orthogonalise`.
 * weights, gradients, velocity f32 flat buffers; x f32 all matrices [rows, columns] one after the other,
 * norms f32 [matrices][64][2].
 * Source: Jordan et al., Muon, in KellerJordan/cifar10-airbench.
 */
export function muonMomentum(options: MuonMomentumOptions): Kernel {
  const { matrices, elements, momentum, nesterov } = options
  return matrixNorms({
    label: 'muonMomentum',
    matrices,
    buffers: ({ vectors }) => [
      { name: 'weights', access: 'read', element: 'vec4f', count: elements / 4 },
      { name: 'gradients', access: 'read', element: 'vec4f', count: elements / 4 },
      { name: 'velocity', access: 'readWrite', element: 'vec4f', count: elements / 4 },
      { name: 'x', access: 'readWrite', element: 'vec4f', count: vectors },
    ],
    before: `let due = rates[matrix.row].z == ${RATE_MODES.orthogonalise};`,
    each: `    let g = gradients[matrix.weights + i];
    let v = ${momentum} * velocity[matrix.weights + i] + g;
    if (due) { velocity[matrix.weights + i] = v; }
    let update = ${nesterov ? `g + ${momentum} * v` : 'v'};
    x[matrix.vector + i] = update;
    let w = weights[matrix.weights + i];
    total += vec2f(dot(update, update), dot(w, w));`,
  })
}
