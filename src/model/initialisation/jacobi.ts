/** Eigenvalues of a symmetric matrix, largest first, and the unit eigenvector of each. */
export interface EigenDecomposition {
  readonly values: Float64Array
  readonly vectors: readonly Float64Array[]
}

const MAX_SWEEPS = 30

/**
 * Eigen-decomposition of a symmetric n x n matrix (row-major) by cyclic Jacobi rotations in double precision.
 * An eigenvector's component of largest magnitude, the first of equals, is positive. It uses nothing but
 * + - * / and the square root, in a fixed order, so that every machine and language gives the same bits.
 * Source: Golub and Van Loan, "Matrix Computations", 8.5. Throws if it does not converge (a NaN in the matrix).
 */
export function jacobiEigen(matrix: Float64Array, n: number): EigenDecomposition {
  const a = matrix.slice()
  const vectors = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_unused, j) => Number(i === j)),
  )
  const tolerance = 2 ** -104 * sumOfSquares(a)
  let sweeps = 0
  while (!(offDiagonalSquares(a, n) <= tolerance)) {
    if (sweeps === MAX_SWEEPS) {
      throw new Error(`The eigenvalues did not converge in ${MAX_SWEEPS} sweeps.`)
    }
    sweeps++
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, n, vectors, p, q)
    }
  }
  const order = vectors.map((_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i])
  return {
    values: Float64Array.from(order, (i) => a[i * n + i]),
    vectors: order.map((i) => withLargestPositive(vectors[i])),
  }
}

/** One rotation in the plane of p and q that makes a[p, q] zero; `vectors` are the columns of the rotation so far. */
function rotate(
  a: Float64Array,
  n: number,
  vectors: readonly Float64Array[],
  p: number,
  q: number,
): void {
  const apq = a[p * n + q]
  if (apq === 0) return
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq)
  const magnitude = 1 / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const t = theta < 0 ? -magnitude : magnitude
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  a[p * n + p] -= t * apq
  a[q * n + q] += t * apq
  a[p * n + q] = 0
  a[q * n + p] = 0
  for (let k = 0; k < n; k++) {
    if (k === p || k === q) continue
    const akp = a[k * n + p]
    const akq = a[k * n + q]
    a[k * n + p] = c * akp - s * akq
    a[k * n + q] = s * akp + c * akq
    a[p * n + k] = a[k * n + p]
    a[q * n + k] = a[k * n + q]
  }
  const vp = vectors[p]
  const vq = vectors[q]
  for (let k = 0; k < n; k++) {
    const x = vp[k]
    const y = vq[k]
    vp[k] = c * x - s * y
    vq[k] = s * x + c * y
  }
}

const sumOfSquares = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0)

function offDiagonalSquares(a: Float64Array, n: number): number {
  let sum = 0
  for (let p = 0; p < n - 1; p++) {
    for (let q = p + 1; q < n; q++) sum += a[p * n + q] * a[p * n + q]
  }
  return sum
}

function withLargestPositive(vector: Float64Array): Float64Array {
  const largest = vector.reduce(
    (best, value) => (Math.abs(value) > Math.abs(best) ? value : best),
    0,
  )
  return largest < 0 ? vector.map((value) => -value) : vector
}
