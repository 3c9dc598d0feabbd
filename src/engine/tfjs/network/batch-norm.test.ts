import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { BatchNormLayer } from '../../../model/layers.ts'
import { randomUniform } from '../../../random/stream.ts'
import { normaliseByBatch, normaliseByRunning } from './batch-norm.ts'
import { openTestBackend } from '../testing/backend.ts'

beforeAll(async () => (await openTestBackend('cpu')).use())

const CHANNELS = 5
const layer = (groupSize: number | null): BatchNormLayer => ({
  kind: 'batchNorm',
  name: 'norm',
  channels: CHANNELS,
  epsilon: 1e-5,
  momentum: 0.1,
  groupSize,
  scale: 'trainable',
  scaleInit: 'one',
})

const draw = (name: string, count: number, centre: number) =>
  randomUniform(9, name, 0, count, 2).map((value) => value + centre)

const images = (count: number) =>
  tf.tensor4d(draw('x', count * 3 * 2 * CHANNELS, 0.5), [count, 3, 2, CHANNELS])
const parameters = () => ({
  scale: tf.tensor1d(draw('scale', CHANNELS, 1)),
  bias: tf.tensor1d(draw('bias', CHANNELS, 0)),
})

/** Batch norm from TensorFlow.js's own differentiable operations. */
function composed(x: tf.Tensor4D, scale: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2])
  return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5))), scale), bias)
}

const difference = async (a: tf.Tensor, b: tf.Tensor) =>
  (await tf.max(tf.abs(tf.sub(a, b))).data())[0]

describe('normaliseByBatch', () => {
  it('matches the definition, including gradients', async () => {
    const x = images(6)
    const { scale, bias } = parameters()
    const dy = tf.tensor4d(draw('dy', x.size, 0), x.shape)
    const inputs = [x, scale, bias]
    const ours = tf.valueAndGrads(() => normaliseByBatch(x, { scale, bias }, layer(null)).output)
    const theirs = tf.valueAndGrads(() => composed(x, scale, bias))
    const got = ours(inputs, dy)
    const expected = theirs(inputs, dy)
    expect(await difference(got.value, expected.value)).toBeLessThan(2e-6)
    for (const i of [0, 1, 2]) {
      expect(await difference(got.grads[i], expected.grads[i])).toBeLessThan(2e-5)
    }
  })

  it('treats each ghost group of consecutive images as a separate batch', async () => {
    const x = images(6)
    const { scale, bias } = parameters()
    const dy = tf.tensor4d(draw('dy', x.size, 0), x.shape)
    const inputs = [x, scale, bias]
    const got = tf.valueAndGrads(() => normaliseByBatch(x, { scale, bias }, layer(2)).output)(
      inputs,
      dy,
    )
    const expected = tf.valueAndGrads(() =>
      tf.concat(
        [0, 2, 4].map((first) =>
          composed(tf.slice4d(x, [first, 0, 0, 0], [2, 3, 2, CHANNELS]), scale, bias),
        ),
      ),
    )(inputs, dy)
    expect(await difference(got.value, expected.value)).toBeLessThan(2e-6)
    for (const i of [0, 1, 2]) {
      expect(await difference(got.grads[i], expected.grads[i])).toBeLessThan(2e-5)
    }
  })

  it('reports the groups’ mean statistics, the variance with n - 1', async () => {
    const x = images(4)
    const { statistics } = normaliseByBatch(x, parameters(), layer(2))
    const values = await x.data()
    const rows = 2 * 3 * 2
    for (let channel = 0; channel < CHANNELS; channel++) {
      const groups = [0, 1].map((group) =>
        Array.from({ length: rows }, (_, i) => values[(group * rows + i) * CHANNELS + channel]),
      )
      const mean = (of: number[]) => of.reduce((sum, value) => sum + value, 0) / of.length
      const variances = groups.map(
        (group) => group.reduce((sum, v) => sum + (v - mean(group)) ** 2, 0) / (rows - 1),
      )
      expect((await statistics.mean.data())[channel]).toBeCloseTo(mean(groups.map(mean)), 5)
      expect((await statistics.variance.data())[channel]).toBeCloseTo(mean(variances), 5)
    }
  })

  it('refuses a batch that is not divisible into groups', () => {
    expect(() => normaliseByBatch(images(5), parameters(), layer(2))).toThrow(/norm .* batch of 5/)
  })
})

describe('normaliseByRunning', () => {
  it('uses the statistics in its argument', async () => {
    const x = images(1)
    const { scale, bias } = parameters()
    const running = { mean: tf.fill([CHANNELS], 0.25), variance: tf.fill([CHANNELS], 4) }
    const y = normaliseByRunning(x, { scale, bias }, running, 0)
    const expected = tf.add(tf.mul(tf.div(tf.sub(x, 0.25), 2), scale), bias)
    expect(await difference(y, expected)).toBeLessThan(1e-6)
  })
})
