import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LarsRecipe } from '../../../recipe/schema/optimiser.ts'
import { larsStep } from './lars.ts'
import { openTestBackend } from '../testing/backend.ts'

beforeAll(async () => (await openTestBackend('cpu')).use())

const RECIPE: LarsRecipe = {
  kind: 'lars',
  momentum: 0.5,
  nesterov: true,
  weightDecay: 0,
  normBiasRate: 1,
  velocity: 'withRate',
  weightRate: 1,
  epsilon: 1,
}

describe('larsStep', () => {
  it('scales the update with the norm of the weights, including decay in the gradient norm', async () => {
    const state = { weights: tf.tensor1d([3, 4]), velocity: tf.tensor1d([1, 0]) }
    const rate = { learningRate: 0.1, weightDecay: 2 }
    // g + 2 w = (0, 4); rate 0.1 * 5 / (4 + 1) = 0.1; d = (0, -0.4); v = 0.5 v + d = (0.5, -0.4).
    const moved = larsStep(state, tf.tensor1d([-6, -4]), rate, RECIPE)
    const values = async (tensor: tf.Tensor) => [...(await tensor.data())]
    const expected = { velocity: [0.5, -0.4], weights: [3.25, 3.4] }
    for (const [i, value] of (await values(moved.velocity)).entries()) {
      expect(value).toBeCloseTo(expected.velocity[i], 6)
    }
    for (const [i, value] of (await values(moved.weights)).entries()) {
      expect(value).toBeCloseTo(expected.weights[i], 6)
    }
  })
})
