import type { Kernel } from '../../codegen/kernel.ts'
import { INVERSE_NORM, normsOf, type MuonIterationOptions } from './muon-polynomial.ts'
import { muonProduct } from './muon-tile.ts'

/**
 * y = a x + x polynomial for every matrix, which ends an iteration; in the first, of x / (|x| + epsilon).
 * x and y f32 all matrices [rows, columns] one after the other, polynomial f32 all [columns, columns] likewise.
 */
export function muonMultiply({ matrices, first, coefficients }: MuonIterationOptions): Kernel {
  const each = [0, 1, 2, 3]
  const load = (i: number) => `    let x${i} = x[top + ${i}u * matrix.width + k];`
  const loadSquare = (i: number) =>
    `    let p${i} = polynomial[matrix.square + (4u * k + ${i}u) * matrix.width + across];`
  const add = (i: number) =>
    `    sum${i} += x${i}.x * p0 + x${i}.y * p1 + x${i}.z * p2 + x${i}.w * p3;`
  const write = (i: number) =>
    `  y[top + ${i}u * matrix.width + across] = share * (${coefficients[0]} * x[top + ${i}u * matrix.width + across] + sum${i});`
  return muonProduct({
    label: `muonMultiply${first ? ' (first)' : ''}`,
    matrices,
    resultRows: ({ rows }) => rows,
    buffers: ({ vectors, squares }) => [
      { name: 'x', access: 'read', element: 'vec4f', count: vectors },
      { name: 'polynomial', access: 'read', element: 'vec4f', count: squares },
      ...(first ? [normsOf(matrices)] : []),
      { name: 'y', access: 'readWrite', element: 'vec4f', count: vectors },
    ],
    declarations: first ? INVERSE_NORM : '',
    body: `
  if (4u * down >= matrix.rows) { return; }
  let top = matrix.vector + down * 4u * matrix.width;
  for (var k = 0u; k < matrix.width; k++) {
${[...each.map(load), ...each.map(loadSquare), ...each.map(add)].join('\n')}
  }
  let share = ${first ? 'inverseNorm(matrix)' : '1.0'};
${each.map(write).join('\n')}`,
    flops: matrices.reduce((sum, { rows, columns }) => sum + 2 * rows * columns ** 2, 0),
  })
}
