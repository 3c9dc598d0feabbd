// Muon in double precision, on weights [k * k * in, out]: what the kernels are compared with.

import { NEWTON_SCHULZ } from '../../../newton-schulz.ts'
import { product, transpose } from './matrix.ts'

/** X^T X. */
export const gramOf = (x: ArrayLike<number>, columns: number): Float64Array =>
  product(transpose(x, columns), x, x.length / columns)

/** b A + c A A. */
export function polynomialOf(gram: Float64Array, columns: number): Float64Array {
  const { b, c } = NEWTON_SCHULZ
  const square = product(gram, gram, columns)
  return gram.map((value, i) => b * value + c * square[i])
}

/** a X + X P. */
export function multiplied(
  x: Float64Array,
  polynomial: Float64Array,
  columns: number,
): Float64Array {
  const added = product(x, polynomial, columns)
  return x.map((value, i) => NEWTON_SCHULZ.a * value + added[i])
}
