import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SgdRecipe } from '../../../recipe/schema/optimiser.ts'
import { sgdStep, type Moved } from './sgd.ts'
import { openTestBackend } from '../testing/backend.ts'

beforeAll(async () => (await openTestBackend('cpu')).use())

/** Three steps with a changing rate and the gradients -2, 1 and 3, from the weight 4. */
const STEPS = [
  { gradient: -2, learningRate: 0.1 },
  { gradient: 1, learningRate: 0.4 },
  { gradient: 3, learningRate: 0.2 },
]
const DECAY = 0.05

async function weightAfterSteps(change: Partial<SgdRecipe>): Promise<number> {
  const optimiser: SgdRecipe = {
    kind: 'sgd',
    momentum: 0.9,
    nesterov: true,
    weightDecay: 0,
    normBiasRate: 1,
    velocity: 'withRate',
    ...change,
  }
  let state: Moved<tf.Tensor1D> = { weights: tf.tensor1d([4]), velocity: tf.tensor1d([0]) }
  for (const { gradient, learningRate } of STEPS) {
    const rate = { learningRate, weightDecay: DECAY }
    state = sgdStep(state, tf.tensor1d([gradient]), rate, optimiser)
  }
  return (await state.weights.data())[0]
}

describe('sgdStep', () => {
  // `withoutRate` from torch.optim.SGD (PyTorch 1.13, float64, lr set before each step); `withRate` from the same loop
  // with the update of cifar10-fast.
  it.each([
    [{ velocity: 'withRate', nesterov: true }, 2.09199032],
    [{ velocity: 'withRate', nesterov: false }, 2.930376],
    [{ velocity: 'withoutRate', nesterov: true }, 2.84946992],
    [{ velocity: 'withoutRate', nesterov: false }, 3.774936],
  ] as const)('%o ends at %f', async (change, expected) => {
    expect(await weightAfterSteps(change)).toBeCloseTo(expected, 5)
  })
})
