import { describe, expect, it } from 'vitest'
import { CIFAR10_NORMALISATION, IMAGE_BYTES, IMAGE_SIDE, type Records } from '../../data/records.ts'
import { randomWords } from '../../random/stream.ts'
import { patchMoments } from './moments.ts'
import {
  computeWhitening,
  secondMoment,
  whiteningBasis,
  whiteningEigenvalues,
} from './whitening.ts'

const normalisation = CIFAR10_NORMALISATION

/** Images whose neighbouring pixels and channels are alike, as a photograph's are: noise smoothed twice. */
function smoothImages(count: number): Records {
  const words = randomWords(21, 'pixels', 0, count * IMAGE_BYTES)
  const values = Float64Array.from(words, (word) => word >>> 24)
  for (const stride of [1, IMAGE_SIDE, IMAGE_SIDE ** 2]) {
    for (let i = values.length - 1; i >= stride; i--) {
      values[i] = 0.75 * values[i - stride] + 0.5 * values[i] - 30
    }
  }
  const pixels = Uint8Array.from(values, (value) => Math.max(0, Math.min(255, value)))
  return { count, labels: new Uint8Array(count), pixels }
}

const CASES = [
  { kernel: 3, epsilon: 1e-2, filters: 27 },
  { kernel: 2, epsilon: 5e-4, filters: 24 },
] as const

describe('computeWhitening', () => {
  const records = smoothImages(40)

  it.each(CASES)(
    'whitens $kernel x $kernel patches: W M W^T = diag(lambda / (lambda + eps))',
    (c) => {
      const options = { ...c, images: 40, normalisation }
      const size = c.kernel ** 2 * 3
      const weights = computeWhitening(records, options)
      const { values } = whiteningBasis(records, options)
      const matrix = secondMoment(patchMoments(records, 40, c.kernel), c.kernel, normalisation)
      for (let f = 0; f < size; f++) {
        for (let g = 0; g < size; g++) {
          let sum = 0
          for (let i = 0; i < size; i++) {
            for (let j = 0; j < size; j++) {
              sum += weights[i * c.filters + f] * matrix[i * size + j] * weights[j * c.filters + g]
            }
          }
          const expected = f === g ? values[f] / (values[f] + c.epsilon) : 0
          expect(Math.abs(sum - expected)).toBeLessThan(1e-6)
        }
      }
    },
  )

  it.each(CASES)('returns the eigenvalues of $kernel x $kernel filters', (c) => {
    const options = { ...c, images: 40, normalisation }
    const { values } = whiteningBasis(records, options)
    const found = whiteningEigenvalues(computeWhitening(records, options), c.kernel, c.epsilon)
    expect(found).toHaveLength(values.length)
    found.forEach((value, i) => {
      expect(Math.abs(value - values[i])).toBeLessThan(1e-6 * (values[i] + c.epsilon))
    })
  })

  it('follows the 2x2 filters with their negatives', () => {
    const weights = computeWhitening(records, { ...CASES[1], images: 40, normalisation })
    for (let row = 0; row < 12; row++) {
      const filters = weights.subarray(row * 24, row * 24 + 24)
      expect([...filters.subarray(12)]).toEqual([...filters.subarray(0, 12)].map((x) => -x))
    }
  })

  it('uses only the first images, or all if there are fewer', () => {
    const options = { ...CASES[0], normalisation }
    const first = { ...records, count: 10, pixels: records.pixels.slice(0, 10 * IMAGE_BYTES) }
    const ofFirst = computeWhitening(first, { ...options, images: 10_000 })
    expect(computeWhitening(records, { ...options, images: 10 })).toEqual(ofFirst)
    expect(computeWhitening(records, { ...options, images: 40 })).not.toEqual(ofFirst)
  })

  it('computes the basis of the same images once', () => {
    const options = { ...CASES[0], images: 40, normalisation }
    const basis = whiteningBasis(records, options)
    expect(whiteningBasis(records, { ...options, epsilon: 1 })).toBe(basis)
    expect(whiteningBasis({ ...records }, options)).toEqual(basis)
    expect(whiteningBasis({ ...records }, options)).not.toBe(basis)
    expect(whiteningBasis(records, { ...options, images: 10 })).not.toEqual(basis)
  })

  it('divides by n - 1 for Page and by n for airbench', () => {
    const white = { count: 1, labels: new Uint8Array(1), pixels: new Uint8Array(IMAGE_BYTES) }
    const unit = { mean: [1, 1, 1], deviation: [1, 1, 1] } as const
    expect(secondMoment(patchMoments(white, 1, 3), 3, unit)[0]).toBe(900 / 899)
    expect(secondMoment(patchMoments(white, 1, 2), 2, unit)[0]).toBe(1)
  })

  it('rejects whitening without images', () => {
    const none = { count: 0, labels: new Uint8Array(0), pixels: new Uint8Array(0) }
    const options = { ...CASES[0], images: 10, normalisation }
    expect(() => computeWhitening(none, options)).toThrow('at least one training image')
  })
})
