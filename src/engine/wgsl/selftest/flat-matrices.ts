// Matrices in flat buffers, as the optimisers' kernels read and write them.

import { NORM_PARTS, type FlatMatrix } from '../kernels/optimizer/flat-matrices.ts'

/** A matrix's elements in a flat buffer. */
export const elementsOf = (
  { offset, rows, columns }: FlatMatrix,
  flat: ArrayLike<number>,
): Float64Array => Float64Array.from({ length: rows * columns }, (_, i) => flat[offset + i])

/** Matrices one after the other. */
export const joined = (matrices: readonly ArrayLike<number>[]): Float32Array =>
  Float32Array.from(matrices.flatMap((matrix) => Array.from(matrix)))

/** A flat buffer with the elements of the matrices replaced. */
export function withMatrices(
  flat: Float32Array,
  matrices: readonly FlatMatrix[],
  elements: readonly Float64Array[],
): Float64Array {
  const changed = Float64Array.from(flat)
  matrices.forEach(({ offset }, i) => changed.set(elements[i], offset))
  return changed
}

/** The elements of a flat buffer outside all matrices. */
export const outside = (matrices: readonly FlatMatrix[]) => (numbers: ArrayLike<number>) =>
  Array.from(numbers).filter(
    (_, i) =>
      !matrices.some(({ offset, rows, columns }) => i >= offset && i < offset + rows * columns),
  )

export const squaredNorm = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value ** 2, 0)

/** Squared norms of each matrix's update and weight as kernels leave them, all in the first part. */
export function normParts(squares: readonly (readonly [number, number])[]): Float32Array {
  const norms = new Float32Array(squares.length * NORM_PARTS * 2)
  squares.forEach((pair, i) => norms.set(pair, i * NORM_PARTS * 2))
  return norms
}

/** Adds up the parts of every matrix's squared norm, of its update (0) or its weight (1). */
export const summedNorms = (which: 0 | 1) => (parts: ArrayLike<number>) => {
  const norms = new Float64Array(parts.length / (2 * NORM_PARTS))
  for (let i = which; i < parts.length; i += 2) norms[Math.floor(i / (2 * NORM_PARTS))] += parts[i]
  return norms
}
