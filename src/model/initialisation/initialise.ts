import { randomUniform, randomWords, wordToUnit } from '../../random/stream.ts'
import { elementCount, type ParameterSpec } from '../parameters.ts'

/**
 * The starting values of one parameter, flat in its own layout; the same seed and name give the same values everywhere.
 * `whitening` is not drawn: its filters come from the training images.
 */
export function initialValues(spec: ParameterSpec, seed: number): Float32Array {
  const count = elementCount(spec.shape)
  const stream = `init/${spec.name}`
  const uniform = () => randomUniform(seed, stream, 0, count, 1 / Math.sqrt(spec.fanIn))
  switch (spec.init) {
    case 'zero':
      return new Float32Array(count)
    case 'one':
      return new Float32Array(count).fill(1)
    case 'unitInterval':
      return Float32Array.from(randomWords(seed, stream, 0, count), wordToUnit)
    case 'uniform':
      return uniform()
    case 'dirac':
      return withIdentityFilters(uniform(), spec.shape)
    case 'addedDirac':
      return withAddedIdentities(uniform(), spec.shape)
    case 'unitDeviation': {
      const values = uniform()
      const deviation = sampleDeviation(values)
      return values.map((value) => value / deviation)
    }
    case 'whitening':
      throw new Error(`${spec.name} is computed from the training images, not drawn.`)
  }
}

/**
 * Adds identities to the first min(in, out) filters of HWIO weights, then moves and scales all of them back to the mean
 * and deviation they had. Source: hlb-CIFAR10.
 */
function withAddedIdentities(values: Float32Array, shape: readonly number[]): Float32Array {
  const old = { mean: meanOf(values), deviation: sampleDeviation(values) }
  const identities = withIdentityFilters(new Float32Array(values.length), shape)
  const sums = values.map((value, i) => value + identities[i])
  const mean = meanOf(sums)
  const ratio = old.deviation / sampleDeviation(sums)
  return sums.map((value) => (value - mean) * ratio + old.mean)
}

/** Replaces the first min(in, out) filters of HWIO weights by identities: 1 at the centre tap of their own channel. */
function withIdentityFilters(values: Float32Array, shape: readonly number[]): Float32Array {
  const [height, width, channelsIn, channelsOut] = shape
  const identities = Math.min(channelsIn, channelsOut)
  const centre = Math.floor(height / 2) * width + Math.floor(width / 2)
  for (let tap = 0; tap < height * width; tap++) {
    for (let i = 0; i < channelsIn; i++) {
      const row = (tap * channelsIn + i) * channelsOut
      values.fill(0, row, row + identities)
      if (tap === centre && i < identities) values[row + i] = 1
    }
  }
  return values
}

/** The standard deviation with n - 1 in the denominator, as PyTorch's `std`. */
function sampleDeviation(values: Float32Array): number {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return Math.sqrt(squares / (values.length - 1))
}

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
