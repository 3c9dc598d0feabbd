import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { initialValues } from '../../../model/initialisation/initialise.ts'
import type { Layer } from '../../../model/layers.ts'
import { conv } from '../../../model/networks/parts.ts'
import { testNorm } from '../../../model/testing/test-norm.ts'
import { networkParameters } from '../../../model/parameters.ts'
import { randomUniform, randomWords, wordBelow } from '../../../random/stream.ts'
import { runLayers } from './network.ts'
import { openTestBackend } from '../testing/backend.ts'
import { gradientsOf } from '../training.ts'

const IMAGES = 4

const RELU: Layer = { kind: 'activation', activation: { kind: 'relu' } }
const GELU: Layer = { kind: 'activation', activation: { kind: 'gelu' } }

const head = (channels: number, bias = false): Layer[] => [
  { kind: 'flatten' },
  { kind: 'linear', name: 'head', in: channels, out: 10, init: 'uniform', bias },
  { kind: 'scale', factor: 1 / 9 },
]

const NETWORKS: Readonly<Record<string, readonly Layer[]>> = {
  'convolutions with stride and bias, average pool': [
    conv('one', 3, 8, { stride: 2, bias: true }),
    { kind: 'activation', activation: { kind: 'silu' } },
    conv('two', 8, 12, { kernel: 1 }),
    { kind: 'averagePool', size: 4 },
    ...head(4 * 4 * 12, true),
  ],
  'valid convolution, floor pool, ghost batch norm, CELU, concatenation': [
    conv('whitening', 3, 8, { kernel: 2, padding: 'valid', frozen: true, bias: true }),
    GELU,
    { kind: 'maxPool', size: 2 },
    testNorm('norm', 8, { groupSize: 2, scale: 'frozen', scaleInit: 'one', epsilon: 1e-12 }),
    { kind: 'activation', activation: { kind: 'celu', alpha: 0.3 } },
    {
      kind: 'concat',
      branches: [[{ kind: 'maxPool', size: 4 }], [{ kind: 'averagePool', size: 4 }]],
    },
    ...head(3 * 3 * 16),
  ],
  'residual with both arms': [
    conv('prep', 3, 4),
    { kind: 'maxPool', size: 4 },
    testNorm('norm', 4),
    RELU,
    {
      kind: 'residual',
      shortcut: [conv('arm', 4, 8, { kernel: 1, stride: 2 })],
      body: [conv('body1', 4, 8, { stride: 2 }), testNorm('norm1', 8), GELU, conv('body2', 8, 8)],
    },
    ...head(4 * 4 * 8),
  ],
}

/** Computes loss, gradients and batch statistics of a network on a backend, as arrays by name. */
async function trainingStep(name: 'webgpu' | 'cpu', layers: readonly Layer[]) {
  const backend = await openTestBackend(name)
  backend.use()
  const before = tf.memory().numTensors
  const parameters = networkParameters(layers)
  const tensors = new Map(
    parameters.map((p) => [p.name, tf.tensor(initialValues(p, 3), [...p.shape])]),
  )
  const labels = Int32Array.from(randomWords(3, 'labels', 0, IMAGES), (w) => wordBelow(w, 10))
  const batch = {
    images: tf.tensor4d(randomUniform(3, 'x', 0, IMAGES * 3072, 1.7), [IMAGES, 32, 32, 3]),
    labels: tf.tensor1d(labels),
    targets: tf.tensor2d(randomUniform(3, 'targets', 0, IMAGES * 10, 0.5), [IMAGES, 10]),
  }
  const moved = parameters.filter(({ trainable }) => trainable).map((p) => p.name)
  const result = tf.tidy(() => {
    const { gradients, statistics, lossAndCorrect } = gradientsOf(layers, tensors, moved, batch)
    return { ...Object.fromEntries(gradients), ...Object.fromEntries(statistics), lossAndCorrect }
  })
  const read = Object.entries(result).map(
    async ([key, tensor]) => [key, await tensor.data()] as const,
  )
  const values = new Map(await Promise.all(read))
  backend.use()
  tf.dispose([result, batch, ...tensors.values()])
  expect(tf.memory().numTensors).toBe(before)
  return values
}

describe.each(Object.entries(NETWORKS))('%s', (_, layers) => {
  it('matches the loss, gradients and statistics of the CPU backend', async () => {
    const reference = await trainingStep('cpu', layers)
    const computed = await trainingStep('webgpu', layers)
    expect([...computed.keys()]).toEqual([...reference.keys()])
    for (const [name, expected] of reference) {
      const got = computed.get(name) ?? []
      const size = Math.max(...expected.map(Math.abs))
      const errors = expected.map((value, i) => Math.abs(got[i] - value))
      expect(size, name).toBeGreaterThan(0)
      expect(Math.max(...errors) / size, name).toBeLessThan(2e-5)
    }
  })
})

describe('convolution', () => {
  it('pads both sides at stride 2, like PyTorch with padding 1', async () => {
    const backend = await openTestBackend('webgpu')
    backend.use()
    const tensors = new Map([['conv.weight', tf.ones([3, 3, 1, 1])]])
    const layer = conv('conv', 1, 1, { stride: 2 })
    const y = runLayers([layer], tf.ones([1, 4, 4, 1]), { tensors })
    expect([...(await y.data())]).toEqual([4, 6, 6, 9])
  })
})
