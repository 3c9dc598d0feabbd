import * as tf from '@tensorflow/tfjs'
import { expect, it, onTestFinished } from 'vitest'
import { IMAGE_SIDE } from '../../../data/records.ts'
import type { Layer } from '../../../model/layers.ts'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import type { LayerActivations } from '../../inspection/activations.ts'
import { openTfjsBackend } from '../../tfjs/backend/backend.ts'
import { runLayers } from '../../tfjs/network/network.ts'
import { snapshotTensors } from '../../snapshot.ts'
import { createWgslEngine } from '../engine.ts'
import { openSharedDevice, smallTiny, stepPlans, takeSteps, testImages } from '../testing/run.ts'

const SEED = 1
const RECIPE = smallTiny()
const BATCH = RECIPE.batchSize

it('describes what each layer makes of a batch, as TensorFlow.js computes it, and changes no bit', async () => {
  const { train } = await testImages()
  const spec = engineSpec(RECIPE)
  const engine = await createWgslEngine(await openSharedDevice(), spec)
  onTestFinished(() => engine.dispose())
  await engine.load('train', train)
  await engine.init(SEED)
  const planOf = stepPlans(RECIPE, SEED, train.count)
  await takeSteps(engine, planOf, 0, 2)
  const before = await engine.snapshot()
  const plan = planOf(2)
  const found = await engine.activations(plan)
  if ('unavailable' in found) throw new Error(found.unavailable)
  expect(await engine.snapshot()).toEqual(before)

  const { draws } = plan
  const words = (draws.words.length * BATCH) / train.count
  const own = draws.words.slice((words / BATCH) * plan.first, (words / BATCH) * plan.first + words)
  const images = await engine.preview({ ...draws, words: own }, BATCH)
  const backend = await openTfjsBackend(null)
  backend.use()
  const tensors = new Map(
    snapshotTensors(spec).flatMap(({ key, shape }) =>
      key.startsWith('weights/')
        ? [[key.slice('weights/'.length), tf.tensor(before.tensors[key], [...shape])] as const]
        : [],
    ),
  )
  const input = tf.tensor4d(images, [BATCH, IMAGE_SIDE, IMAGE_SIDE, 3])
  for (const { layer, point, layers } of pointsOf(spec.layers)) {
    const output = runLayers(layers, input, { tensors, onStatistics: () => {} })
    const { mean, variance } = tf.moments(output, [0, 1, 2])
    const described = found.find((entry) => entry.layer === layer && entry.point === point)
    expectAlike(described, mean.dataSync<'float32'>(), variance.dataSync<'float32'>())
  }
  expect(found).toHaveLength(pointsOf(spec.layers).length)
})

/** The layers up to each convolution with its pool, and up to each activation. */
const pointsOf = (layers: readonly Layer[]) =>
  layers.flatMap((layer, i) => {
    const next = layers.at(i + 1)
    if (layer.kind === 'conv') {
      const end = next?.kind === 'maxPool' ? i + 2 : i + 1
      return [{ layer: layer.name, point: 'convolution', layers: layers.slice(0, end) }]
    }
    if (layer.kind !== 'batchNorm') return []
    return [{ layer: layer.name, point: 'activation', layers: layers.slice(0, i + 2) }]
  })

function expectAlike(
  found: LayerActivations | undefined,
  means: Float32Array,
  variances: Float32Array,
): void {
  expect(found?.channels).toBe(means.length)
  means.forEach((mean, c) => {
    const deviation = Math.sqrt(variances[c])
    expect(Math.abs((found?.means[c] ?? NaN) - mean)).toBeLessThan(1e-3 * (deviation + 1e-3))
    expect(Math.abs((found?.deviations[c] ?? NaN) - deviation)).toBeLessThan(1e-3)
  })
}
