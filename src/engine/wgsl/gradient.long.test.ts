import { beforeAll, describe, expect, it } from 'vitest'
import { IMAGE_SIDE } from '../../data/records.ts'
import type { Layer } from '../../model/layers.ts'
import { conv } from '../../model/networks/parts.ts'
import { testNorm } from '../../model/testing/test-norm.ts'
import { randomWords } from '../../random/stream.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { allocateBatch, makeBatch, normalisedBytes } from '../batch/augment.ts'
import type { BatchSpec, EngineSpec } from '../engine.ts'
import { unpackTruth } from '../batch/truth.ts'
import { createWgslEngine } from './engine.ts'
import { networkLoss, type Parameters } from './selftest/reference/network.ts'
import { openSharedDevice, smallRecipe, stepPlans, takeSteps, testImages } from './testing/run.ts'

const SEED = 3
const BATCH = 4

const activation = (kind: 'relu' | 'gelu' | 'silu'): Layer => ({
  kind: 'activation',
  activation: { kind },
})

/** Every kind of layer, and every kind of parameter. */
const LAYERS: readonly Layer[] = [
  conv('whitening', 3, 4, { kernel: 2, padding: 'valid', frozen: true, bias: true }),
  activation('gelu'),
  conv('first', 4, 4),
  { kind: 'maxPool', size: 2 },
  testNorm('firstNorm', 4, { groupSize: 2, scale: 'frozen', scaleInit: 'one' }),
  { kind: 'activation', activation: { kind: 'celu', alpha: 0.3 } },
  {
    kind: 'residual',
    shortcut: [conv('arm', 4, 4, { kernel: 1, stride: 2 })],
    body: [
      conv('down', 4, 4, { stride: 2 }),
      testNorm('downNorm', 4),
      activation('relu'),
      conv('flat', 4, 4),
      { kind: 'bias', name: 'off', channels: 4 },
      activation('silu'),
    ],
  },
  { kind: 'averagePool', size: 2 },
  testNorm('lastNorm', 4),
  { kind: 'maxPool', size: 2 },
  activation('gelu'),
  {
    kind: 'concat',
    branches: [[{ kind: 'maxPool', size: 2 }], [{ kind: 'averagePool', size: 2 }]],
  },
  { kind: 'flatten' },
  { kind: 'linear', name: 'head', in: 8, out: 10, init: 'uniform', bias: true },
  { kind: 'scale', factor: 1 / 2 },
]

const TINY = smallRecipe('tiny', 1, BATCH)
/** An optimizer whose velocities after one step equal its gradients. */
const RECIPE: Recipe = {
  ...TINY,
  augmentation: { ...TINY.augmentation, cutout: 8, cutMix: { side: 10, fromEpoch: 0 } },
  optimiser: { ...TINY.optimiser, momentum: 0, velocity: 'withoutRate', weightDecay: 0 },
  labelSmoothing: 0.2,
}

/** The engine's loss and gradients of one step, and the loss in double precision of any parameters on its batch. */
async function differentiate() {
  const { train } = await testImages()
  const spec: EngineSpec = { ...engineSpec(RECIPE), layers: LAYERS, averaging: 'none' }
  const engine = await createWgslEngine(await openSharedDevice(), spec)
  await engine.load('train', train)
  await engine.init(SEED)
  const before = (await engine.snapshot()).tensors
  const planned = stepPlans(RECIPE, SEED, train.count)(0)
  const rate = { learningRate: 0.01, weightDecay: 0 }
  const rates = { convWeight: rate, headWeight: rate, bias: rate, normScale: rate, normBias: rate }
  const plan: BatchSpec = { ...planned, rates }
  const [{ loss }] = await takeSteps(engine, () => plan, 0, 1)
  const after = (await engine.snapshot()).tensors
  engine.dispose()

  const batch = allocateBatch(BATCH)
  makeBatch(train, plan.draws, plan.first, normalisedBytes(spec.normalisation), batch)
  const images = {
    height: IMAGE_SIDE,
    width: IMAGE_SIDE,
    channels: 3,
    numbers: batch.images,
    truths: Array.from(batch.truth, unpackTruth),
  }
  const lossOf = (parameters: Parameters) =>
    networkLoss(LAYERS, parameters, images, spec.labelSmoothing)
  return {
    loss: loss * BATCH,
    lossOf,
    parameters: under('weights/', before),
    gradients: under('velocity/', after),
  }
}

const under = (prefix: string, tensors: Readonly<Record<string, Float32Array>>) =>
  Object.fromEntries(
    Object.entries(tensors).flatMap(([key, tensor]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), tensor] as const] : [],
    ),
  )

const normOf = (values: ArrayLike<number>) => Math.hypot(...Array.from(values))

/** A unit vector whose elements have equal magnitude and random signs. */
const randomDirection = (name: string, count: number) =>
  Float64Array.from(randomWords(SEED, name, 0, count), (word) =>
    word % 2 === 0 ? 1 / Math.sqrt(count) : -1 / Math.sqrt(count),
  )

/** Step size in a parameter; a central difference in double precision keeps about nine digits. */
const STEP = 1e-5
/** Relative to the gradient's norm; single precision reaches a tenth of it. */
const TOLERANCE = 1e-5

describe('gradients by central differences', () => {
  let of: Awaited<ReturnType<typeof differentiate>>
  beforeAll(async () => {
    of = await differentiate()
  })

  it('are of the loss in double precision', () => {
    expect(Math.abs(of.loss / of.lossOf(of.parameters) - 1)).toBeLessThan(1e-6)
  })

  it.each([
    'whitening.bias',
    'first.weight',
    'firstNorm.bias',
    'arm.weight',
    'down.weight',
    'downNorm.scale',
    'downNorm.bias',
    'flat.weight',
    'off.bias',
    'lastNorm.scale',
    'lastNorm.bias',
    'head.weight',
    'head.bias',
  ])('%s', (name) => {
    const gradient = of.gradients[name]
    const size = normOf(gradient)
    const along = Float64Array.from(gradient, (value) => value / size)
    const directions = [
      along,
      ...['a', 'b'].map((draw) => randomDirection(name + draw, along.length)),
    ]
    const errors = directions.map((direction) => {
      const lossAt = (step: number) => {
        const moved = Float64Array.from(of.parameters[name], (w, i) => w + step * direction[i])
        return of.lossOf({ ...of.parameters, [name]: moved })
      }
      const difference = (lossAt(STEP) - lossAt(-STEP)) / (2 * STEP)
      const derivative = direction.reduce((sum, value, i) => sum + value * gradient[i], 0)
      return Math.abs(difference - derivative) / size
    })
    expect(Math.max(...errors)).toBeLessThan(TOLERANCE)
  })
})
