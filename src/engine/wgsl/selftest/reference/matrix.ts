// Products of matrices in double precision, row-major.

/** a [n][k] b [k][m]. */
export function product(a: ArrayLike<number>, b: ArrayLike<number>, k: number): Float64Array {
  const n = a.length / k
  const m = b.length / k
  const result = new Float64Array(n * m)
  for (let row = 0; row < n; row++) {
    for (let at = 0; at < k; at++) {
      const factor = a[row * k + at]
      for (let column = 0; column < m; column++) {
        result[row * m + column] += factor * b[at * m + column]
      }
    }
  }
  return result
}

/** The transpose of a matrix with `columns` columns. */
export function transpose(a: ArrayLike<number>, columns: number): Float64Array {
  const rows = a.length / columns
  return Float64Array.from(a, (_, i) => a[(i % rows) * columns + Math.floor(i / rows)])
}
