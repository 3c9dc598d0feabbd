import * as tf from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { openTestBackend } from '../testing/backend.ts'

/** Windows of two by two, and a row and a column outside of them. */
const TIED = [
  [1, 1, 0, 0, 9],
  [1, 1, 0, 2, 9],
  [2, 5, 3, 3, 9],
  [5, 5, 4, 4, 9],
  [9, 9, 9, 9, 9],
]
const FIRST = [
  [1, 0, 0, 0, 0],
  [0, 0, 0, 2, 0],
  [0, 3, 0, 0, 0],
  [0, 0, 4, 0, 0],
  [0, 0, 0, 0, 0],
]
const LEFT_TOP = Array.from({ length: 5 }, (_, i) =>
  Array.from({ length: 5 }, (__, j) => (i % 2 === 0 && j % 2 === 0 && i < 4 && j < 4 ? 1 : 0)),
)

it.each(['webgpu', 'cpu'] as const)(
  '%s gives the gradient of equal maxima to the first',
  async (name) => {
    const backend = await openTestBackend(name)
    backend.use()
    const before = tf.memory().numTensors
    const gradient = tf.tidy(() => {
      const x = tf.stack([tf.tensor2d(TIED), tf.zeros([5, 5])], 2).as4D(1, 5, 5, 2)
      const dy = tf
        .stack(
          [
            tf.tensor2d([
              [1, 2],
              [3, 4],
            ]),
            tf.ones([2, 2]),
          ],
          2,
        )
        .as4D(1, 2, 2, 2)
      return tf.grad((pooled) => tf.maxPool(pooled.as4D(1, 5, 5, 2), 2, 2, 'valid'))(x, dy)
    })
    const values = await gradient.data()
    const channel = (c: number) =>
      TIED.map((row, i) => row.map((_, j) => values[(i * row.length + j) * 2 + c]))
    expect(channel(0)).toEqual(FIRST)
    expect(channel(1)).toEqual(LEFT_TOP)
    gradient.dispose()
    expect(tf.memory().numTensors).toBe(before)
  },
)
