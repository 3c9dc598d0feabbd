import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { IMAGE_BYTES, type Records } from '../../data/records.ts'
import { readSample } from '../../data/node/sample.ts'
import { startDawn } from '../../headless/device/dawn.ts'
import { computeWhitening } from '../../model/initialisation/whitening.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { drawEpoch } from '../../trainer/schedule/draw.ts'
import { engineSpec } from '../../trainer/schedule/prepare.ts'
import { allocateBatch, makeBatch, normalisedBytes, writeAugmented } from '../batch/augment.ts'
import { NO_JITTER, UNCHANGED, type Augmentation } from '../batch/augmentation-draws.ts'
import { leastConfident } from '../predictions/confidence.ts'
import { DeviceLost, openDevice } from '../device/device.ts'
import {
  OutOfGpuMemory,
  PLAIN_VIEW,
  type BatchSpec,
  type Engine,
  type EngineSpec,
  type Evaluation,
  type View,
} from '../engine.ts'
import { scoreLogits } from '../predictions/scores.ts'
import { unpackTruth } from '../batch/truth.ts'
import { openTfjsBackend } from './backend/backend.ts'
import { createTfjsEngine } from './engine.ts'
import { openTestBackend } from './testing/backend.ts'
import { openTiny, SEED, SPEC, TINY, tinyBatch } from './testing/tiny.ts'

let train: Records
let test: Records

beforeAll(async () => {
  ;({ train, test } = await readSample())
})

const openEngine = (change: Partial<EngineSpec> = {}): Promise<Engine> =>
  openTiny({ train, test }, change)

const planOf = (step: number, change: Partial<BatchSpec> = {}): BatchSpec =>
  tinyBatch(train.count, step, change)

/** A network without a hidden layer, whose logits the test computes itself. */
const LINEAR: EngineSpec = {
  ...SPEC,
  labelSmoothing: 0.2,
  layers: [
    { kind: 'flatten' },
    { kind: 'linear', name: 'head', in: IMAGE_BYTES, out: 10, init: 'uniform', bias: false },
  ],
}

/**
 * Logits of augmented images under the linear network's weights, in double precision; adds `weight` times them to
 * `logits`.
 */
function addLinearLogits(
  image: Float32Array,
  weights: Float32Array,
  logits: Float64Array,
  weight = 1,
): void {
  image.forEach((value, at) => {
    for (let c = 0; c < 10; c++) logits[c] += weight * value * weights[10 * at + c]
  })
}

function augmentedImage(records: Records, index: number, augmentation: Augmentation): Float32Array {
  const image = new Float32Array(IMAGE_BYTES)
  const seen = { record: index, augmentation, jitter: NO_JITTER }
  writeAugmented(records, seen, normalisedBytes(SPEC.normalisation), image, 0)
  return image
}

describe('training', () => {
  it('leaks no tensors in 20 steps', async () => {
    const engine = await openEngine({ averaging: 'lookahead' })
    const takeSteps = async (from: number, to: number) => {
      for (let step = from; step < to; step++) engine.step(planOf(step, { averageDecay: 0.5 }))
      await engine.metrics({ flush: true })
      await engine.evaluate('test', [PLAIN_VIEW], 'average', 40)
      return tf.memory().numTensors
    }
    const before = await takeSteps(0, 2)
    expect(await takeSteps(2, 22)).toBe(before)
    engine.dispose()
    expect(tf.memory().numTensors).toBe(0)
    expect(engine.info.bytes).toBe(0)
  })

  it('follows the gradient of the summed, smoothed loss on augmented images', async () => {
    const engine = await openEngine(LINEAR)
    const before = (await engine.snapshot()).tensors['weights/head.weight']
    const draws = drawEpoch({ ...TINY.augmentation, cutout: 8 }, SEED, 0, train.count)
    const first = 64
    const plan = planOf(0, { draws, first })
    engine.step(plan)
    const [{ loss, accuracy }] = await engine.metrics({ flush: true })
    const after = (await engine.snapshot()).tensors['weights/head.weight']

    const batch = allocateBatch(32)
    makeBatch(train, draws, first, normalisedBytes(SPEC.normalisation), batch)
    const gradient = new Float64Array(before.length)
    const labels = new Uint8Array(32)
    const logits = new Float32Array(320)
    for (let i = 0; i < 32; i++) {
      const image = batch.images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES)
      labels[i] = unpackTruth(batch.truth[i]).label
      const row = new Float64Array(10)
      addLinearLogits(image, before, row)
      logits.set(row, 10 * i)
      const exponentials = row.map((logit) => Math.exp(logit))
      const sum = exponentials.reduce((a, b) => a + b, 0)
      const error = exponentials.map((e, c) => e / sum - 0.02 - (c === labels[i] ? 0.8 : 0))
      image.forEach((value, pixel) => {
        for (let c = 0; c < 10; c++) gradient[10 * pixel + c] += value * error[c]
      })
    }
    const expected = scoreLogits(logits, labels, 0.2)
    expect(loss).toBeCloseTo(expected.loss, 4)
    expect(accuracy).toBe(expected.correct / 32)
    const rate = plan.rates.headWeight
    if (!rate) throw new Error('The head has a rate in every recipe.')
    const { momentum } = SPEC.optimiser
    after.forEach((value, i) => {
      const decayed = gradient[i] + rate.weightDecay * before[i]
      const move = -rate.learningRate * decayed * (1 + momentum)
      expect(Math.abs(value - before[i] - move)).toBeLessThan(1e-6 + 1e-3 * Math.abs(move))
    })
  })

  it('leaves a group without a rate and its velocity unchanged', async () => {
    const engine = await openEngine()
    engine.step(planOf(5))
    const before = (await engine.snapshot()).tensors
    const { rates } = planOf(6)
    engine.step(planOf(6, { rates: { ...rates, normBias: null, headWeight: null } }))
    const after = (await engine.snapshot()).tensors
    for (const key of ['weights/head.weight', 'velocity/head.weight', 'weights/stage1.norm.bias']) {
      expect(after[key]).toEqual(before[key])
    }
    for (const key of ['weights/stage1.conv.weight', 'velocity/stage3.norm.scale']) {
      expect(after[key]).not.toEqual(before[key])
    }
  })

  it('updates running statistics by their momentum', async () => {
    const { rates } = planOf(0)
    const still = { ...rates, convWeight: null, headWeight: null, normScale: null }
    const engine = await openEngine()
    engine.step(planOf(0, { rates: still }))
    const first = (await engine.snapshot()).tensors
    engine.step(planOf(0, { rates: still }))
    const second = (await engine.snapshot()).tensors
    const start = { mean: 0, variance: 1 }
    for (const part of ['mean', 'variance'] as const) {
      // The same batch twice: after one step 0.9 start + 0.1 batch, after two 0.81 start + 0.19 batch.
      second[`weights/stage1.norm.${part}`].forEach((value, i) => {
        const batch = (first[`weights/stage1.norm.${part}`][i] - 0.9 * start[part]) / 0.1
        expect(value).toBeCloseTo(0.81 * start[part] + 0.19 * batch, 5)
      })
    }
  })
})

describe.each(['ema', 'lookahead'] as const)('averaging by %s', (averaging) => {
  it('averages weights and running statistics when an update is due', async () => {
    const engine = await openEngine({ averaging })
    const start = (await engine.snapshot()).tensors
    engine.step(planOf(20))
    const before = (await engine.snapshot()).tensors
    const keys = Object.keys(before).filter((key) => key.startsWith('average/'))
    expect(keys).toContain('average/stage2.norm.variance')
    for (const key of keys) {
      expect(before[key]).toEqual(start[key])
      expect(before[key]).toEqual(start[key.replace('average', 'weights')])
    }
    // The same step from the same state, now with an update of the average.
    await engine.restore({ step: 20, writer: 'test', tensors: start })
    engine.step(planOf(20, { averageDecay: 0.75 }))
    const after = (await engine.snapshot()).tensors
    for (const key of keys) {
      const live = before[key.replace('average', 'weights')]
      after[key].forEach((value, i) =>
        expect(value).toBeCloseTo(0.75 * start[key][i] + 0.25 * live[i], 5),
      )
      const expected = averaging === 'lookahead' ? after[key] : live
      expect(after[key.replace('average', 'weights')]).toEqual(expected)
    }
    expect(after['velocity/head.weight']).toEqual(before['velocity/head.weight'])
  })
})

describe('snapshots', () => {
  it('resume bit for bit', async () => {
    const engine = await openEngine({ averaging: 'ema' })
    const take = async (step: number) => {
      engine.step(planOf(step, { averageDecay: 0.9 }))
      return (await engine.metrics({ flush: true }))[0]
    }
    await take(9)
    const snapshot = await engine.snapshot()
    expect(snapshot.step).toBe(10)
    const metrics = await take(10)
    const later = await engine.snapshot()
    await engine.init(7)
    await engine.restore(snapshot)
    expect(await engine.snapshot()).toEqual(snapshot)
    expect(await take(10)).toEqual(metrics)
    expect(await engine.snapshot()).toEqual(later)
  })
})

describe('evaluation', () => {
  const VIEWS: readonly View[] = [
    { mirrored: false, shiftX: 1, shiftY: -1, weight: 0.75 },
    { mirrored: true, shiftX: 0, shiftY: 0, weight: 0.25 },
  ]

  const COUNT = 40

  /** Expected logits of the linear network, averaged over views. */
  function linearLogits(weights: Float32Array, views: readonly View[]): Float32Array {
    const rows = Array.from({ length: COUNT }, (_, i) => {
      const row = new Float64Array(10)
      for (const view of views) {
        const image = augmentedImage(test, i, { ...UNCHANGED, ...view })
        addLinearLogits(image, weights, row, view.weight)
      }
      return row
    })
    return Float32Array.from(rows.flatMap((row) => [...row]))
  }

  async function expectScore(logits: Float32Array, got: Promise<Evaluation>) {
    const expected = scoreLogits(logits, test.labels.subarray(0, COUNT), 0)
    const { confusion, correct, loss } = await got
    expect(confusion).toEqual(expected.confusion)
    expect(correct).toBe(expected.correct)
    expect(loss).toBeCloseTo(expected.loss, 4)
  }

  it('averages the logits of the views by their weights', async () => {
    const engine = await openEngine(LINEAR)
    const weights = (await engine.snapshot()).tensors['weights/head.weight']
    await expectScore(linearLogits(weights, VIEWS), engine.evaluate('test', VIEWS, 'live', COUNT))
  })

  it('evaluates all views for the least confident share of the images', async () => {
    const engine = await openEngine(LINEAR)
    const weights = (await engine.snapshot()).tensors['weights/head.weight']
    const logits = linearLogits(weights, [{ ...VIEWS[0], weight: 1 }])
    const full = linearLogits(weights, VIEWS)
    for (const image of leastConfident(logits, 10)) {
      logits.set(full.subarray(10 * image, 10 * (image + 1)), 10 * image)
    }
    await expectScore(logits, engine.evaluate('test', VIEWS, 'live', COUNT, 1 / 4))
  })

  it('cannot evaluate an average if there is none', async () => {
    const engine = await openEngine()
    await expect(engine.evaluate('test', [PLAIN_VIEW], 'average', 8)).rejects.toThrow(/no average/)
  })
})

describe('whitening', () => {
  it('computes its layer from the training images, which must be loaded', async () => {
    const recipe = presetNamed('page-10').recipe
    const network = { ...recipe.network, width: 1 / 16 }
    const whitening = { epsilon: 1e-2, images: 50 }
    const spec = { ...engineSpec({ ...recipe, network, batchSize: 32 }), whitening }
    const engine = await createTfjsEngine(await openTestBackend('webgpu'), spec)
    onTestFinished(() => engine.dispose())
    await expect(engine.init(SEED)).rejects.toThrow(/No train images/)
    await engine.load('train', train)
    await engine.init(SEED)
    const { tensors } = await engine.snapshot()
    const { normalisation } = SPEC
    expect(tensors['weights/whitening.weight']).toEqual(
      computeWhitening(train, { kernel: 3, normalisation, ...whitening }),
    )
  })
})

describe('failures', () => {
  /** An engine on its own device, which the test loses. */
  async function openBreakable() {
    const opened = await openDevice(startDawn())
    const engine = await createTfjsEngine(await openTfjsBackend(opened), SPEC)
    await engine.load('train', train)
    await engine.init(SEED)
    return { engine, device: opened.device }
  }

  it('refuses a batch whose activations do not fit in a buffer', async () => {
    const backend = await openTestBackend('webgpu')
    const creation = createTfjsEngine(backend, { ...SPEC, batchSize: 1_000_000 })
    await expect(creation).rejects.toBeInstanceOf(OutOfGpuMemory)
  })

  it('reports a memory shortage at the next result', async () => {
    const { engine, device } = await openBreakable()
    engine.step(planOf(0))
    const error = new GPUOutOfMemoryError('no room for a buffer')
    device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }))
    await expect(engine.metrics({ flush: true })).rejects.toBeInstanceOf(OutOfGpuMemory)
    await expect(engine.ready()).rejects.toBeInstanceOf(OutOfGpuMemory)
    engine.dispose()
    device.destroy()
  })

  it('reports the loss of the device', async () => {
    const { engine, device } = await openBreakable()
    engine.step(planOf(0))
    device.destroy()
    await expect(engine.metrics({ flush: true })).rejects.toBeInstanceOf(DeviceLost)
    await expect(engine.evaluate('train', [PLAIN_VIEW], 'live')).rejects.toBeInstanceOf(DeviceLost)
    expect(() => engine.step(planOf(1))).toThrow(DeviceLost)
    engine.dispose()
  })

  it('names a missing step of its setup', async () => {
    const engine = await createTfjsEngine(await openTestBackend('webgpu'), SPEC)
    expect(() => engine.step(planOf(0))).toThrow(/No train images/)
    await engine.load('train', train)
    expect(() => engine.step(planOf(0))).toThrow(/not initialised/)
    engine.dispose()
    await expect(engine.ready()).rejects.toThrow(/closed/)
  })
})
