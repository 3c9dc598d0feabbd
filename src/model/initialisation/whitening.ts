import type { Normalisation, Records } from '../../data/records.ts'
import { jacobiEigen, type EigenDecomposition } from './jacobi.ts'
import { patchMoments, type PatchMoments } from './moments.ts'

export interface WhiteningOptions {
  readonly kernel: 2 | 3
  /** Added to each eigenvalue, so that directions with little variance are not amplified too much. */
  readonly epsilon: number
  /** How many of the first training images the patches come from; all if there are fewer. */
  readonly images: number
  readonly normalisation: Normalisation
}

/**
 * The two whitening layers there are, each as its author defined it: Page's 3x3 divides the second moment by
 * n - 1, airbench's 2x2 by n and follows the filters with their negatives. Neither subtracts the mean.
 */
const FORMS = {
  2: { divisor: (patches: number) => patches, negatives: true },
  3: { divisor: (patches: number) => patches - 1, negatives: false },
} as const

/**
 * Weights of a frozen first convolution that whitens the patches of normalised images: filter i is
 * v_i / sqrt(lambda_i + epsilon), with v_i and lambda_i the eigenvectors and eigenvalues of the patches' second moment,
 * largest first. Shape [k, k, 3, filters] (HWIO), 27 filters for k = 3 and 24 for k = 2.
 * Computed from exact integer sums in a fixed order, so that every engine and the PyTorch program get the same bits.
 * Source: recipes of davidcpage/cifar10-fast (3x3) and KellerJordan/cifar10-airbench (2x2).
 */
export function computeWhitening(records: Records, options: WhiteningOptions): Float32Array {
  const { values, vectors } = whiteningBasis(records, options)
  const { negatives } = FORMS[options.kernel]
  const size = values.length
  const filters = negatives ? 2 * size : size
  const weights = new Float32Array(size * filters)
  vectors.forEach((vector, filter) => {
    const deviation = Math.sqrt(values[filter] + options.epsilon)
    vector.forEach((component, element) => {
      const weight = component / deviation
      weights[element * filters + filter] = weight
      if (negatives) weights[element * filters + size + filter] = -weight
    })
  })
  return weights
}

/**
 * The eigenvalues behind whitening filters [k, k, 3, filters], largest first: a filter is a unit vector over
 * sqrt(lambda + epsilon), so its norm determines lambda, to about 1e-7 of lambda + epsilon.
 */
export function whiteningEigenvalues(
  weights: Float32Array,
  kernel: number,
  epsilon: number,
): Float64Array {
  const size = kernel * kernel * 3
  const filters = weights.length / size
  return Float64Array.from({ length: size }, (_, filter) => {
    let squares = 0
    for (let element = 0; element < size; element++) {
      squares += weights[element * filters + filter] ** 2
    }
    return 1 / squares - epsilon
  })
}

/** Bases by the images they come from: a network is initialised more than once on the same ones. */
const knownBases = new WeakMap<Records, Map<string, EigenDecomposition>>()

/**
 * Eigenvalues and eigenvectors of the second moment of normalised k x k patches, elements in HWI order. Computed once
 * for the same records, which are taken never to change.
 */
export function whiteningBasis(records: Records, options: WhiteningOptions): EigenDecomposition {
  const { kernel, images, normalisation } = options
  const bases = knownBases.get(records) ?? new Map<string, EigenDecomposition>()
  knownBases.set(records, bases)
  const key = JSON.stringify([kernel, images, normalisation])
  const basis = bases.get(key) ?? computeBasis(records, options)
  bases.set(key, basis)
  return basis
}

function computeBasis(records: Records, options: WhiteningOptions): EigenDecomposition {
  const images = Math.min(options.images, records.count)
  if (images === 0) throw new RangeError('Whitening needs at least one training image.')
  const moments = patchMoments(records, images, options.kernel)
  const matrix = secondMoment(moments, options.kernel, options.normalisation)
  return jacobiEigen(matrix, moments.sums.length)
}

/** The patches' second moment [k * k * 3, k * k * 3] after each element x became (x - mean) / deviation of its channel. */
export function secondMoment(
  { count, sums, products }: PatchMoments,
  kernel: 2 | 3,
  { mean, deviation }: Normalisation,
): Float64Array {
  const size = sums.length
  const divisor = FORMS[kernel].divisor(count)
  return products.map((product, at) => {
    const i = Math.floor(at / size)
    const j = at % size
    const mi = mean[i % 3]
    const mj = mean[j % 3]
    const centred = product - mi * sums[j] - mj * sums[i] + count * mi * mj
    return centred / (deviation[i % 3] * deviation[j % 3]) / divisor
  })
}
