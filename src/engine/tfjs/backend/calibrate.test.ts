import * as tf from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { measureTfjsTrainingRate } from './calibrate.ts'
import { openTestBackend } from '../testing/backend.ts'

it('stops at the smallest workload if that takes the whole time, and leaves no tensors', async () => {
  const backend = await openTestBackend('cpu')
  // The clock advances by a second per reading.
  let seconds = 0
  const rate = await measureTfjsTrainingRate(backend, () => 1000 * seconds++)
  // Forward, input gradient and filter gradient of 3x3, 32 to 32 channels, 16x16 pixels: two FLOP per multiply-add.
  expect(rate).toBe(3 * 2 * 9 * 32 * 32 * 256)
  expect(tf.memory().numTensors).toBe(0)
})
