import type { Kernel } from '../../codegen/kernel.ts'
import type { FlatMatrix } from './flat-matrices.ts'
import { addTransposedProduct, muonProduct } from './muon-tile.ts'

/**
 * gram = x^T x for every matrix: Muon's X X^T without a transpose, since HWIO has output channels last.
 * x f32 all matrices [rows, columns] one after the other, gram f32 all [columns, columns] likewise.
 */
export const muonGram = (matrices: readonly FlatMatrix[]): Kernel =>
  muonProduct({
    label: 'muonGram',
    matrices,
    resultRows: ({ columns }) => columns,
    buffers: ({ vectors, squares }) => [
      { name: 'x', access: 'read', element: 'vec4f', count: vectors },
      { name: 'gram', access: 'readWrite', element: 'vec4f', count: squares },
    ],
    body: `${addTransposedProduct('x', 'matrix.vector', 'matrix.rows')}
  let at = matrix.square + down * 4u * matrix.width + across;
  gram[at] = sum0;
  gram[at + matrix.width] = sum1;
  gram[at + 2u * matrix.width] = sum2;
  gram[at + 3u * matrix.width] = sum3;`,
    flops: matrices.reduce((sum, { rows, columns }) => sum + 2 * rows * columns ** 2, 0),
  })
