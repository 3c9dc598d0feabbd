import type { Kernel } from '../../codegen/kernel.ts'
import type { FlatMatrix } from './flat-matrices.ts'
import { matrixNorms } from './matrix-norms.ts'

export interface LarsOptions {
  readonly matrices: readonly FlatMatrix[]
  /** Elements of the flat buffers. */
  readonly elements: number
}

/**
 * Parts of the squared Frobenius norms of every matrix's decayed gradient g + decay w, and of its weight w, to be summed
 * in order. weights, gradients f32 flat buffers, norms f32 [matrices][64][2].
 */
export const larsNorms = ({ matrices, elements }: LarsOptions): Kernel =>
  matrixNorms({
    label: 'larsNorms',
    matrices,
    buffers: () => [
      { name: 'weights', access: 'read', element: 'vec4f', count: elements / 4 },
      { name: 'gradients', access: 'read', element: 'vec4f', count: elements / 4 },
    ],
    before: 'let decay = rates[matrix.row].y;',
    each: `    let w = weights[matrix.weights + i];
    let h = gradients[matrix.weights + i] + decay * w;
    total += vec2f(dot(h, h), dot(w, w));`,
  })
