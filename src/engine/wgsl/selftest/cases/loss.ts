import { packTruth, type Truth } from '../../../batch/truth.ts'
import { accumulateLogits } from '../../kernels/head/accumulate-logits.ts'
import { softmaxCrossEntropy } from '../../kernels/head/softmax-cross-entropy.ts'
import { exact, near, type ExpectedOutput, type KernelCase } from '../kernel-case.ts'
import { lossAndGradient } from '../reference/loss.ts'
import type { CaseRandom } from '../tensors.ts'

const CLASSES = 10
const PADDED = 12
/** More than one workgroup has threads. */
const BATCH = 300
const LOSS_SCALE = 256
const ENTRIES = 3
const OPTIONS = {
  batch: BATCH,
  classes: CLASSES,
  labelSmoothing: 0.2,
  logitScale: 1 / 9,
  lossScale: LOSS_SCALE,
  entries: ENTRIES,
}

/** Logits as the head leaves them, zeros in the padding; labels that are not equally frequent, and some patches. */
function operands(random: CaseRandom, deviation: number) {
  const logits = random
    .normal('logits', BATCH * PADDED, { deviation })
    .map((value, i) => (i % PADDED < CLASSES ? value : 0))
  // Every third image has a patch, sometimes of its own class.
  const truths = Array.from({ length: BATCH }, (_, n): Truth => {
    const label = (n * n) % CLASSES
    const isPatched = n % 3 === 0
    return isPatched
      ? { label, other: (7 * n) % CLASSES, otherPixels: n % 2 === 0 ? 9 : 100 }
      : { label, other: label, otherPixels: 0 }
  })
  return { logits, truths, truth: Uint32Array.from(truths, packTruth) }
}

/** One number of the metrics, or several. */
const entries =
  (...indices: readonly number[]) =>
  (metrics: ArrayLike<number>) =>
    indices.map((index) => metrics[index])

const scaled = (gradient: Float64Array) => gradient.map((value) => LOSS_SCALE * value)

const plainCase = (labelSmoothing: number, deviation: number): KernelCase => ({
  kernel: 'softmaxCrossEntropy',
  name: `smoothing ${labelSmoothing}, logits of ${deviation}`,
  storage: 'f32',
  problem(random) {
    const options = { ...OPTIONS, labelSmoothing }
    const { logits, truths, truth } = operands(random, deviation)
    const { loss, correct, gradient } = lossAndGradient(options, logits, truths)
    return {
      kernel: softmaxCrossEntropy(options),
      inputs: { logits, truth, output: Uint32Array.of(1, 1) },
      expected: [
        near('dlogits', scaled(gradient)),
        near('metrics', [loss], 'f32', entries(4)),
        exact('metrics', [correct, 1, 0], 'f32', entries(5, 6, 7)),
      ],
    }
  },
})

const addedCase: KernelCase = {
  kernel: 'softmaxCrossEntropy',
  name: 'adds to a slot that is not fresh, and keeps to its own',
  storage: 'f32',
  problem(random) {
    const { logits, truths, truth } = operands(random, 9)
    const { loss, correct, gradient } = lossAndGradient(OPTIONS, logits, truths)
    const metrics = Float32Array.of(1, 2, 3, 4, 1000, 20, 1, 0, 5, 6, 7, 8)
    return {
      kernel: softmaxCrossEntropy(OPTIONS),
      inputs: { logits, truth, output: Uint32Array.of(1, 0), metrics },
      expected: [
        near('dlogits', scaled(gradient)),
        near('metrics', [1000 + loss], 'f32', entries(4)),
        exact('metrics', [20 + correct, 1, 0], 'f32', entries(5, 6, 7)),
        exact('metrics', [1, 2, 3, 4, 5, 6, 7, 8], 'f32', entries(0, 1, 2, 3, 8, 9, 10, 11)),
      ],
    }
  },
}

/** The mark of a micro-batch whose logits are all finite, after earlier micro-batches with and without others. */
const finiteCase = (
  name: string,
  { bad, before, fresh, finite }: { bad?: number; before?: number; fresh: 0 | 1; finite: 0 | 1 },
): KernelCase => ({
  kernel: 'softmaxCrossEntropy',
  name,
  storage: 'f32',
  problem(random) {
    const { logits, truths, truth } = operands(random, 1)
    const { gradient } = lossAndGradient(OPTIONS, logits, truths)
    const image = random.whole('image', 1, BATCH - 1)
    if (bad !== undefined) logits[image * PADDED + random.whole('class', 0, CLASSES - 1)] = bad
    const metrics = before === undefined ? {} : { metrics: earlier(before) }
    return {
      kernel: softmaxCrossEntropy(OPTIONS),
      inputs: { logits, truth, output: Uint32Array.of(0, fresh), ...metrics },
      expected: [firstImage(gradient), exact('metrics', [finite], 'f32', entries(2))],
    }
  },
})

const earlier = (finite: number) => {
  const metrics = new Float32Array(4 * ENTRIES)
  metrics[2] = finite
  return metrics
}

const firstImage = (gradient: Float64Array): ExpectedOutput => {
  const select = (numbers: ArrayLike<number>) => Array.from(numbers).slice(0, PADDED)
  return near('dlogits', select(scaled(gradient)), 'f32', select)
}

const tiesCase: KernelCase = {
  kernel: 'softmaxCrossEntropy',
  name: 'predicts the first of equal logits',
  storage: 'f32',
  problem(random) {
    const { truths, truth } = operands(random, 1)
    const logits = new Float32Array(BATCH * PADDED)
    const { gradient, loss } = lossAndGradient(OPTIONS, logits, truths)
    const zeros = truths.filter(({ label }) => label === 0).length
    return {
      kernel: softmaxCrossEntropy(OPTIONS),
      inputs: { logits, truth, output: Uint32Array.of(0, 1) },
      expected: [
        near('dlogits', scaled(gradient)),
        near('metrics', [loss], 'f32', entries(0)),
        exact('metrics', [zeros, 1, 0], 'f32', entries(1, 2, 3)),
      ],
    }
  },
}

/** The uniform of `accumulateLogits`: first, count, fresh as integers, weight as a float. */
function logitsOutput(first: number, count: number, fresh: number, weight: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(16))
  ;[first, count, fresh].forEach((value, i) => bytes.setUint32(4 * i, value, true))
  bytes.setFloat32(12, weight, true)
  return new Uint8Array(bytes.buffer)
}

const accumulateCase = (isFresh: boolean): KernelCase => ({
  kernel: 'accumulateLogits',
  name: isFresh ? 'the first view' : 'another view',
  storage: 'f32',
  problem(random) {
    const [first, images, weight] = [5, 9, 0.125]
    const logits = random.normal('logits', 4 * PADDED)
    const sums = random.normal('before', images * PADDED)
    const selected = [2, 7, 3]
    const added = sums.map((value, i) => {
      const n = selected.indexOf(Math.floor(i / PADDED))
      if (n === -1) return value
      const share = weight * OPTIONS.logitScale * logits[n * PADDED + (i % PADDED)]
      return (isFresh ? 0 : value) + share
    })
    return {
      kernel: accumulateLogits({ batch: 4, logitScale: OPTIONS.logitScale, entries: images }),
      inputs: {
        logits,
        selection: Uint32Array.of(8, 8, 8, 8, 8, ...selected),
        sums,
        output: logitsOutput(first, selected.length, Number(isFresh), weight),
      },
      expected: [near('sums', added)],
    }
  },
})

export const LOSS_CASES: readonly KernelCase[] = [
  plainCase(0.2, 9),
  plainCase(0, 1),
  plainCase(0.2, 3000),
  addedCase,
  ...[NaN, Infinity, -Infinity].map((bad) =>
    finiteCase(`reports a logit of ${bad}`, { bad, fresh: 1, finite: 0 }),
  ),
  finiteCase('remembers one of an earlier micro-batch', { before: 0, fresh: 0, finite: 0 }),
  finiteCase('forgets one of an earlier step', { before: 0, fresh: 1, finite: 1 }),
  tiesCase,
  accumulateCase(true),
  accumulateCase(false),
]
