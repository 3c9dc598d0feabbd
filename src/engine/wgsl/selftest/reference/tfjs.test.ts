// The references that kernels are compared with, compared in turn with TensorFlow.js on its plain CPU backend.

import * as tf from '@tensorflow/tfjs'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Activation } from '../../../../recipe/schema/network.ts'
import type { ConvShape } from '../../kernels/conv/conv-shape.ts'
import { CaseRandom, relativeError } from '../tensors.ts'
import { activationSlope, activationValue } from './activation.ts'
import { normBackward, normCoefficients, normForward, groupStatistics } from './batch-norm.ts'
import { referenceForward, referenceInputGradient, referenceWeightGradient } from './convolution.ts'
import { lossAndGradient } from './loss.ts'
import { product, transpose } from './matrix.ts'
import { poolWindows } from './pool.ts'

/** Single precision on one side. */
const TOLERANCE = 1e-5
const random = new CaseRandom(94, 'references')

beforeAll(() => tf.setBackend('cpu'))
beforeEach(() => tf.engine().startScope())
afterEach(() => tf.engine().endScope())

const expectNear = (actual: ArrayLike<number>, expected: tf.Tensor) =>
  expect(relativeError(actual, expected.dataSync())).toBeLessThan(TOLERANCE)

const CONVOLUTIONS: readonly ConvShape[] = [
  {
    batch: 2,
    height: 7,
    width: 5,
    in: 4,
    out: 8,
    kernel: 3,
    stride: 1,
    padding: 'same',
    outHeight: 7,
    outWidth: 5,
  },
  {
    batch: 2,
    height: 7,
    width: 6,
    in: 4,
    out: 8,
    kernel: 3,
    stride: 2,
    padding: 'same',
    outHeight: 4,
    outWidth: 3,
  },
  {
    batch: 3,
    height: 5,
    width: 4,
    in: 8,
    out: 4,
    kernel: 2,
    stride: 1,
    padding: 'valid',
    outHeight: 4,
    outWidth: 3,
  },
  {
    batch: 3,
    height: 1,
    width: 1,
    in: 4,
    out: 4,
    kernel: 1,
    stride: 1,
    padding: 'same',
    outHeight: 1,
    outWidth: 1,
  },
]

it.each(CONVOLUTIONS)('convolution $kernel, stride $stride, $padding', (shape) => {
  const { batch, height, width, kernel, stride, outHeight, outWidth } = shape
  const x = random.normal('x', batch * height * width * shape.in)
  const w = random.normal('w', kernel ** 2 * shape.in * shape.out)
  const dy = random.normal('dy', batch * outHeight * outWidth * shape.out)
  const padding = shape.padding === 'same' ? Math.floor(kernel / 2) : 0
  const convolve = (input: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(
      input.as4D(batch, height, width, shape.in),
      filter.as4D(kernel, kernel, shape.in, shape.out),
      stride,
      padding,
    )
  const tensors = [
    tf.tensor4d(x, [batch, height, width, shape.in]),
    tf.tensor4d(w, [kernel, kernel, shape.in, shape.out]),
  ]
  const [dx, dw] = tf.grads(convolve)(
    tensors,
    tf.tensor4d(dy, [batch, outHeight, outWidth, shape.out]),
  )
  expectNear(referenceForward(shape, x, w), convolve(tensors[0], tensors[1]))
  expectNear(referenceInputGradient(shape, dy, w), dx)
  expectNear(referenceWeightGradient(shape, x, dy), dw)
})

/** Differentiable forms of the activations, from operations that TensorFlow.js has. */
function activated(activation: Activation | null, x: tf.Tensor): tf.Tensor {
  switch (activation?.kind) {
    case undefined:
      return tf.mul(x, 1)
    case 'relu':
      return tf.relu(x)
    case 'celu':
      return tf.mul(tf.elu(tf.div(x, activation.alpha)), activation.alpha)
    case 'gelu':
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))
    case 'silu':
      return tf.mul(x, tf.sigmoid(x))
  }
}

const ACTIVATIONS: readonly Activation[] = [
  { kind: 'relu' },
  { kind: 'celu', alpha: 0.3 },
  { kind: 'gelu' },
  { kind: 'silu' },
]

it.each(ACTIVATIONS)('activation $kind', (activation) => {
  const x = random.normal('x', 200, { deviation: 2 })
  const apply = (tensor: tf.Tensor) => activated(activation, tensor)
  expectNear(
    x.map((value) => activationValue(activation, value)),
    apply(tf.tensor1d(x)),
  )
  expectNear(
    x.map((value) => activationSlope(activation, value)),
    tf.grad(apply)(tf.tensor1d(x)),
  )
})

describe('batch norm in groups', () => {
  const shape = { batch: 4, height: 5, width: 4, channels: 4 }
  const [groups, epsilon] = [2, 1e-3]

  it.each(['none', 'beforeActivation', 'afterActivation'] as const)('and pool %s', (pool) => {
    const activation: Activation = { kind: 'celu', alpha: 0.3 }
    const x = random.normal('x', 4 * 5 * 4 * 4, { mean: 0.3 })
    const scale = random.normal('scale', 4)
    const bias = random.normal('bias', 4)
    const dy = random.normal('dy', pool === 'none' ? x.length : 4 * 2 * 2 * 4)
    const pooled = (tensor: tf.Tensor) => tf.maxPool(tensor.as4D(4, 5, 4, 4), 2, 2, 'valid')
    const forward = (tensor: tf.Tensor) => {
      const normalised = tf.split(tensor, groups, 0).map((group) => {
        const { mean, variance } = tf.moments(group, [0, 1, 2])
        const xhat = tf.div(tf.sub(group, mean), tf.sqrt(tf.add(variance, epsilon)))
        return tf.add(tf.mul(xhat, tf.tensor1d(scale)), tf.tensor1d(bias))
      })
      const z = tf.concat(normalised, 0)
      const y = activated(activation, pool === 'beforeActivation' ? pooled(z) : z)
      return pool === 'afterActivation' ? pooled(y) : y
    }
    const pass = { shape, groups, activation, pool }
    const coefficients = normCoefficients(groupStatistics(pass, x), scale, bias, epsilon)
    const input = tf.tensor4d(x, [4, 5, 4, 4])
    const y = forward(input)
    expectNear(normForward(pass, coefficients, x).y, y)
    const { dx } = normBackward(pass, coefficients, x, dy)
    expectNear(dx, tf.grad(forward)(input, tf.tensor(dy, y.shape)))
  })
})

it.each([2, 3, 4] as const)('pools of %i', (size) => {
  const shape = { batch: 2, height: 9, width: 7, channels: 4 }
  const x = random.normal('x', 2 * 9 * 7 * 4)
  const tensor = tf.tensor4d(x, [2, 9, 7, 4])
  const windows = poolWindows(shape, size).map((window) => window.map((at) => x[at]))
  const largest = windows.map((window) => Math.max(...window))
  const means = windows.map((window) => window.reduce((a, b) => a + b) / window.length)
  expectNear(largest, tf.maxPool(tensor, size, size, 'valid'))
  expectNear(means, tf.avgPool(tensor, size, size, 'valid'))
})

it('softmax cross-entropy with smoothed labels', () => {
  const options = { batch: 20, classes: 10, labelSmoothing: 0.2, logitScale: 1 }
  const logits = random.normal('logits', 200, { deviation: 3 })
  const labels = Array.from({ length: 20 }, (_, n) => (n * n) % 10)
  const truths = labels.map((label) => ({ label, other: label, otherPixels: 0 }))
  const loss = (z: tf.Tensor) =>
    tf.losses.softmaxCrossEntropy(
      tf.oneHot(labels, 10),
      z,
      undefined,
      options.labelSmoothing,
      tf.Reduction.SUM,
    )
  const tensor = tf.tensor2d(logits, [20, 10])
  const expected = lossAndGradient(options, logits, truths)
  expectNear([expected.loss], loss(tensor))
  expectNear(expected.gradient, tf.grad(loss)(tensor))
})

it('products of matrices', () => {
  const a = random.normal('a', 7 * 5)
  const b = random.normal('b', 5 * 3)
  const [left, right] = [tf.tensor2d(a, [7, 5]), tf.tensor2d(b, [5, 3])]
  expectNear(product(a, b, 5), tf.matMul(left, right))
  expectNear(transpose(a, 5), tf.transpose(left))
})
