// Muon in double precision, on weights [k * k * in, out]: what the kernels are compared with.

import type { MuonSettings } from '../../../../recipe/schema/optimiser.ts'
import { product, transpose } from './matrix.ts'

/** X^T X. */
export const gramOf = (x: ArrayLike<number>, columns: number): Float64Array =>
  product(transpose(x, columns), x, x.length / columns)

/** b A + c A A. */
export function polynomialOf(
  gram: Float64Array,
  columns: number,
  [, b, c]: MuonSettings['polynomial'],
): Float64Array {
  const square = product(gram, gram, columns)
  return gram.map((value, i) => b * value + c * square[i])
}

/** a X + X P. */
export function multiplied(
  x: Float64Array,
  polynomial: Float64Array,
  columns: number,
  [a]: MuonSettings['polynomial'],
): Float64Array {
  const added = product(x, polynomial, columns)
  return x.map((value, i) => a * value + added[i])
}
