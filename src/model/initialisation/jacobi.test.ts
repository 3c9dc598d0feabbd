import { describe, expect, it } from 'vitest'
import { randomUniform } from '../../random/stream.ts'
import { jacobiEigen } from './jacobi.ts'

/** A random symmetric matrix, from a 2^-24 grid so that its sums are exact. */
function symmetric(n: number): Float64Array {
  const half = randomUniform(5, 'matrix', n, n * n, 1)
  return Float64Array.from({ length: n * n }, (_, at) => {
    return half[at] + half[(at % n) * n + Math.floor(at / n)]
  })
}

describe('jacobiEigen', () => {
  it.each([1, 2, 12, 27])('rebuilds a %i x %i matrix from its parts', (n) => {
    const matrix = symmetric(n)
    const { values, vectors } = jacobiEigen(matrix, n)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const rebuilt = vectors.reduce((sum, v, k) => sum + values[k] * v[i] * v[j], 0)
        expect(rebuilt).toBeCloseTo(matrix[i * n + j], 12)
        const dot = vectors[i].reduce((sum, x, k) => sum + x * vectors[j][k], 0)
        expect(dot).toBeCloseTo(Number(i === j), 13)
      }
    }
    expect([...values]).toEqual([...values].sort((x, y) => y - x))
  })

  it('gives the values known in closed form, the largest component of each vector positive', () => {
    // Eigenvalues of the second-difference matrix: 2 - 2 cos(pi k / (n + 1)).
    const n = 9
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const distance = Math.abs((at % n) - Math.floor(at / n))
      return distance === 0 ? 2 : distance === 1 ? -1 : 0
    })
    const { values, vectors } = jacobiEigen(matrix, n)
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos((Math.PI * (n - i)) / (n + 1)), 13)
    })
    for (const vector of vectors) {
      expect(Math.max(...vector)).toBeGreaterThanOrEqual(-Math.min(...vector) - 1e-12)
    }
  })

  it('rejects a matrix that is not finite', () => {
    expect(() => jacobiEigen(new Float64Array([1, NaN, NaN, 1]), 2)).toThrow('did not converge')
  })
})
