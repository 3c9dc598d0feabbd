import * as tf from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { randomUniform } from '../../../random/stream.ts'
import { filterGradient } from './filter-gradient.ts'
import { openTestBackend } from '../testing/backend.ts'

const random = (name: string, shape: readonly [number, number, number, number]) =>
  tf.tensor4d(randomUniform(2, name, 0, shape[0] * shape[1] * shape[2] * shape[3], 1), [...shape])

it.each([
  { why: 'all taps at once', images: 6, side: 9, from: 3, to: 8, kernel: 3 },
  {
    why: 'one tap at a time, few tiles, split into parts',
    images: 6,
    side: 8,
    from: 40,
    to: 12,
    kernel: 3,
  },
  { why: 'a filter of 2.4 million weights', images: 2, side: 3, from: 512, to: 512, kernel: 3 },
  { why: 'one tap', images: 4, side: 7, from: 24, to: 16, kernel: 1 },
] as const)('$why: matches the package’s gradient', async ({ images, side, from, to, kernel }) => {
  const backend = await openTestBackend('webgpu')
  backend.use()
  const before = tf.memory().numTensors
  const x = random('x', [images, side, side, from])
  const dy = random('dy', [images, side, side, to])
  const filter = tf.zeros<tf.Rank.R4>([kernel, kernel, from, to])
  // The engine passes a number; with 'same', the package's gradient applies.
  const expected = tf.grad(() => tf.conv2d(x, filter, 1, 'same'))(filter, dy)
  const got = filterGradient(x, dy, filter.shape, (kernel - 1) / 2)
  expect(got.shape).toEqual(filter.shape)
  const error = tf.tidy(() => tf.max(tf.abs(tf.sub(got, expected))))
  const size = tf.tidy(() => tf.max(tf.abs(expected)))
  const [largest] = await error.data()
  expect(largest / (await size.data())[0]).toBeLessThan(1e-5)
  tf.dispose([x, dy, filter, expected, got, error, size])
  expect(tf.memory().numTensors).toBe(before)
})

it('processes a large input in chunks', async () => {
  const backend = await openTestBackend('webgpu')
  backend.use()
  // 36 MB, processed in two chunks; each half fits one.
  const pixels = Float32Array.from({ length: 8 * 1024 * 1100 }, (_, i) => Math.sin(i))
  const x = tf.tensor4d(pixels, [8, 32, 32, 1100])
  const dy = random('dy', [8, 32, 32, 4])
  const gradientOf = (first: number, count: number) =>
    filterGradient(tf.slice(x, first, count), tf.slice(dy, first, count), [1, 1, 1100, 4], 0)
  const error = tf.tidy(() => {
    const expected = tf.add(gradientOf(0, 4), gradientOf(4, 4))
    return tf.max(tf.div(tf.abs(tf.sub(gradientOf(0, 8), expected)), tf.max(tf.abs(expected))))
  })
  expect((await error.data())[0]).toBeLessThan(1e-5)
  tf.dispose([x, dy, error])
})
