import { MUON_EPSILON } from '../../../newton-schulz.ts'
import type { Kernel } from '../../codegen/kernel.ts'
import { MATRIX_NORMS, NORM_PARTS, type FlatMatrix } from './flat-matrices.ts'
import { addTransposedProduct, muonProduct } from './muon-tile.ts'

export interface MuonIterationOptions {
  readonly matrices: readonly FlatMatrix[]
  /** The first iteration, which divides x by its norm as it goes. */
  readonly first: boolean
  /** a, b and c of the iteration. */
  readonly coefficients: readonly [number, number, number]
}

/**
 * polynomial = b A + c A A for every matrix, A = gram, in the first iteration gram / (|x| + epsilon)^2.
 * gram and polynomial f32 all [columns, columns] one after the other, norms as `muonMomentum` writes them.
 */
export function muonPolynomial({ matrices, first, coefficients }: MuonIterationOptions): Kernel {
  const [, b, c] = coefficients
  const row = (i: number) =>
    `  polynomial[at + ${i}u * matrix.width] = share * (${b} * gram[at + ${i}u * matrix.width] + ${c} * (share * sum${i}));`
  return muonProduct({
    label: `muonPolynomial${first ? ' (first)' : ''}`,
    matrices,
    resultRows: ({ columns }) => columns,
    buffers: ({ squares }) => [
      { name: 'gram', access: 'read', element: 'vec4f', count: squares },
      ...(first ? [normsOf(matrices)] : []),
      { name: 'polynomial', access: 'readWrite', element: 'vec4f', count: squares },
    ],
    declarations: first ? INVERSE_NORM : '',
    body: `${addTransposedProduct('gram', 'matrix.square', '4u * matrix.width')}
  let share = ${first ? 'inverseNorm(matrix) * inverseNorm(matrix)' : '1.0'};
  let at = matrix.square + down * 4u * matrix.width + across;
${[0, 1, 2, 3].map(row).join('\n')}`,
    flops: matrices.reduce((sum, { columns }) => sum + 2 * columns ** 3, 0),
  })
}

/** The buffer of norms, as `muonMomentum` writes it. */
export const normsOf = (matrices: readonly FlatMatrix[]) =>
  ({
    name: 'norms',
    access: 'read',
    element: 'vec2f',
    count: matrices.length * NORM_PARTS,
  }) as const

/** WGSL `inverseNorm(matrix) -> f32`: what x is multiplied by to have norm 1. */
export const INVERSE_NORM = `${MATRIX_NORMS}
fn inverseNorm(matrix: Matrix) -> f32 { return 1 / (normsOf(matrix.index).x + ${MUON_EPSILON}); }
`
