import { beforeAll, describe, expect, it } from 'vitest'
import { packTruth } from '../../truth.ts'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { normalTensor, relativeError } from '../test-tensors.ts'
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

const CLASSES = 10
const PADDED = 12
const batch = 300
/** Squares, so that classes are not equally frequent; every third image shows a patch, here and there of its own class. */
const truths = Array.from({ length: batch }, (_, n) => {
  const label = (n * n) % CLASSES
  return n % 3 === 0
    ? { label, other: (7 * n) % CLASSES, otherPixels: n % 2 === 0 ? 9 : 100 }
    : { label, other: label, otherPixels: 0 }
})
const truth = Uint32Array.from(truths, packTruth)
const OPTIONS = {
  batch,
  classes: CLASSES,
  labelSmoothing: 0.2,
  logitScale: 1 / 9,
  lossScale: 256,
  entries: 3,
}

/** Logits as the head leaves them: zeros in the padding. */
const logitsOf = (deviation: number) =>
  normalTensor('logits', batch * PADDED, { deviation }).map((value, i) =>
    i % PADDED < CLASSES ? value : 0,
  )

function reference(logits: Float32Array, { labelSmoothing, logitScale }: typeof OPTIONS) {
  let loss = 0
  let correct = 0
  const gradient = new Float64Array(batch * PADDED)
  truths.forEach(({ label, other, otherPixels }, n) => {
    const z = Array.from({ length: CLASSES }, (_, c) => logits[n * PADDED + c] * logitScale)
    const largest = Math.max(...z)
    const logSum = largest + Math.log(z.reduce((sum, value) => sum + Math.exp(value - largest), 0))
    z.forEach((value, c) => {
      const share = otherPixels / 1024
      const mixed = (c === label ? 1 - share : 0) + (c === other ? share : 0)
      const target = (1 - labelSmoothing) * mixed + labelSmoothing / CLASSES
      loss -= target * (value - logSum)
      gradient[n * PADDED + c] = (Math.exp(value - logSum) - target) * logitScale
    })
    if (z.indexOf(largest) === label) correct++
  })
  return { loss, correct, gradient }
}

const run = (
  logits: Float32Array,
  [slot, fresh]: readonly [number, number],
  metrics?: Float32Array,
  options = OPTIONS,
) =>
  runKernel(device, softmaxCrossEntropy(options), {
    logits,
    truth,
    place: Uint32Array.of(slot, fresh),
    ...(metrics ? { metrics } : {}),
  })

describe('softmax cross-entropy', () => {
  it.each([
    { labelSmoothing: 0.2, deviation: 9 },
    { labelSmoothing: 0, deviation: 1 },
    { labelSmoothing: 0.2, deviation: 3000 },
  ])('with smoothing $labelSmoothing and logits of $deviation', async (c) => {
    const options = { ...OPTIONS, labelSmoothing: c.labelSmoothing }
    const logits = logitsOf(c.deviation)
    const expected = reference(logits, options)
    const { dlogits, metrics } = await run(logits, [1, 1], undefined, options)
    const scaled = expected.gradient.map((value) => 256 * value)
    expect(relativeError(new Float32Array(dlogits), scaled)).toBeLessThan(1e-5)
    const entry = new Float32Array(metrics).subarray(4, 8)
    expect(Math.abs(entry[0] / expected.loss - 1)).toBeLessThan(1e-5)
    expect([...entry.subarray(1)]).toEqual([expected.correct, 1, 0])
  })

  it('adds to a slot that is not fresh, and keeps to its own', async () => {
    const logits = logitsOf(9)
    const { loss, correct } = reference(logits, OPTIONS)
    const before = Float32Array.of(1, 2, 3, 4, 1000, 20, 1, 0, 5, 6, 7, 8)
    const { metrics } = await run(logits, [1, 0], before)
    const after = new Float32Array(metrics)
    expect([...after.subarray(0, 4), ...after.subarray(8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(Math.abs(after[4] / (1000 + loss) - 1)).toBeLessThan(1e-5)
    expect([...after.subarray(5, 8)]).toEqual([20 + correct, 1, 0])
  })

  it.each([NaN, Infinity, -Infinity])(
    'tells a logit of %d, in this pass or before',
    async (bad) => {
      const logits = logitsOf(1)
      logits[250 * PADDED + 3] = bad
      const { metrics } = await run(logits, [0, 1])
      expect(new Float32Array(metrics)[2]).toBe(0)
      const later = await run(logitsOf(1), [0, 0], new Float32Array(metrics))
      expect(new Float32Array(later.metrics)[2]).toBe(0)
      const next = await run(logitsOf(1), [0, 1], new Float32Array(metrics))
      expect(new Float32Array(next.metrics)[2]).toBe(1)
    },
  )

  it('takes the first of equal logits for the answer', async () => {
    const { metrics } = await run(new Float32Array(batch * PADDED), [0, 1])
    const zeros = truths.filter(({ label }) => label === 0).length
    expect(new Float32Array(metrics)[1]).toBe(zeros)
  })
})
