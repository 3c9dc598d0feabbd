import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { JORDANS_POLYNOMIAL } from '../../../recipe/schema/optimiser.ts'
import { loadGoldens } from '../../testing/goldens.ts'
import { muonStep, orthogonalise } from './muon.ts'
import { openTestBackend } from '../testing/backend.ts'

beforeAll(async () => (await openTestBackend('cpu')).use())

const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values))

function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const difference = Array.from(expected, (value, i) => actual[i] - value)
  return norm(difference) / norm(expected)
}

/** Flat HWIO values as Muon's matrix [outputs, k * k * inputs]. */
const asRows = (values: Float32Array, outputs: number) =>
  tf.transpose<tf.Tensor2D>(tf.tensor2d(values, [values.length / outputs, outputs]))

describe.each(loadGoldens('muon'))('$name of the PyTorch program', (golden) => {
  it.each(golden.description.cases)('orthogonalises $name the same way', async ({ name }) => {
    const { shape } = golden.tensor(`${name}/update`)
    const rows = orthogonalise(
      asRows(golden.floats(`${name}/update`), shape[3]),
      JORDANS_POLYNOMIAL,
    )
    const found = await tf.transpose(rows).data()
    expect(relativeError(found, golden.floats(`${name}/orthogonal`))).toBeLessThan(1e-5)
  })
})

describe('muonStep', () => {
  it('scales the weight to the root of its outputs and steps by the rate', async () => {
    const outputs = 4
    const weights = tf.tensor1d(Array.from({ length: 24 }, (_, i) => Math.sin(3 * i)))
    const velocity = tf.tensor1d(Array.from({ length: 24 }, (_, i) => Math.cos(5 * i)))
    const gradient = tf.tensor1d(Array.from({ length: 24 }, (_, i) => Math.sin(7 * i)))
    const recipe = { momentum: 0.6, nesterov: true, polynomial: JORDANS_POLYNOMIAL }
    const rate = { learningRate: 0.24, weightDecay: 0.5, rescale: true, outputs }
    const moved = muonStep({ weights, velocity }, gradient, rate, recipe)
    const [w, v, g] = [weights, velocity, gradient].map((tensor) => tensor.dataSync())
    const next = v.map((value, i) => 0.6 * value + g[i])
    const update = Float32Array.from(next, (value, i) => g[i] + 0.6 * value)
    const direction = tf
      .transpose(orthogonalise(asRows(update, outputs), JORDANS_POLYNOMIAL))
      .dataSync()
    const expected = w.map((value, i) => ((value * 2) / norm(w) - 0.24 * direction[i]) * 0.88)
    expect(relativeError(await moved.velocity.data(), next)).toBeLessThan(1e-6)
    expect(relativeError(await moved.weights.data(), expected)).toBeLessThan(1e-6)
  })
})
