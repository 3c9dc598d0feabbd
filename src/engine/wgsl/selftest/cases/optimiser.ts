import { average } from '../../kernels/optimizer/average.ts'
import { RATE_MODES } from '../../codegen/rates.ts'
import { roundWeights } from '../../kernels/optimizer/round-weights.ts'
import { sgd, type SgdOptions } from '../../kernels/optimizer/sgd.ts'
import { BLOCK_ELEMENTS, RATE_ROW_COUNT } from '../../codegen/parameter-rows.ts'
import { exact, near, type ExpectedOutput, type KernelCase } from '../kernel-case.ts'
import { descended } from '../reference/sgd.ts'
import { WATCH, WATCH_INPUTS, watched, without } from '../watched-weights.ts'

/** The accuracy that single precision allows: an update is a small part of a weight. */
const close = (buffer: string, values: ArrayLike<number>): ExpectedOutput => ({
  ...near(buffer, values),
  tolerance: 1e-6,
})

/** The row of rates of each block: descending at two rates, statistics, left alone. */
const BLOCKS = Uint32Array.of(0, 2, 5, 7, 0)
const SGD_ELEMENTS = BLOCKS.length * BLOCK_ELEMENTS
const LEFT_ROW = 7
const RATES = new Float32Array(4 * RATE_ROW_COUNT)
RATES.set([0.01, 0.256, RATE_MODES.descend], 0)
RATES.set([0.64, 0.004, RATE_MODES.descend], 4 * 2)
RATES.set([0.1, 0, RATE_MODES.follow], 4 * 5)
RATES.set([1, 1, RATE_MODES.leave], 4 * LEFT_ROW)

const rowOf = (i: number) => BLOCKS[Math.floor(i / BLOCK_ELEMENTS)]

type Variant = Omit<SgdOptions, 'elements' | 'entries'>

/** One step of one weight, at the rates of its row. */
function stepOf(
  variant: Variant,
  i: number,
  { weight, velocity, gradient }: Readonly<Record<'weight' | 'velocity' | 'gradient', number>>,
) {
  const [rate, decay, mode] = RATES.subarray(4 * rowOf(i))
  if (mode === RATE_MODES.follow) {
    return { weight: (1 - rate) * weight + rate * gradient, velocity }
  }
  if (mode !== RATE_MODES.descend) return { weight, velocity }
  return descended(variant, rate, { weight, velocity, h: gradient + decay * weight })
}

const VARIANTS: readonly Variant[] = [
  { velocity: 'withRate', nesterov: true, momentum: 0.9, half: false },
  { velocity: 'withoutRate', nesterov: true, momentum: 0.85, half: true },
  { velocity: 'withRate', nesterov: false, momentum: 0.9, half: true },
  { velocity: 'withoutRate', nesterov: false, momentum: 0, half: false },
]

const sgdCase = (variant: Variant): KernelCase => ({
  kernel: 'sgd',
  name: `${variant.velocity}, momentum ${variant.momentum}${variant.nesterov ? ' by Nesterov' : ''}`,
  storage: variant.half ? 'f16' : 'f32',
  problem(random) {
    const [weights, velocity, gradients] = ['weights', 'velocity', 'gradients'].map((name) =>
      random.normal(name, SGD_ELEMENTS),
    )
    const steps = Array.from(weights, (weight, i) =>
      stepOf(variant, i, { weight, velocity: velocity[i], gradient: gradients[i] }),
    )
    const after = steps.map(({ weight }) => weight)
    const isLeft = (_: number, i: number) => rowOf(i) === LEFT_ROW
    const left = (numbers: ArrayLike<number>) => Array.from(numbers).filter(isLeft)
    const rounded = after.map((w, i) => (isLeft(w, i) ? 0 : w))
    return {
      kernel: sgd({ elements: SGD_ELEMENTS, ...WATCH, ...variant }),
      inputs: {
        weights,
        velocity,
        gradients,
        blocks: BLOCKS,
        rates: RATES,
        ...WATCH_INPUTS,
        ...(variant.half ? { weights16: new Uint16Array(SGD_ELEMENTS) } : {}),
      },
      expected: [
        close('weights', after),
        exact('weights', left(weights), 'f32', left),
        close(
          'velocity',
          steps.map((step) => step.velocity),
        ),
        ...(variant.half ? [near('weights16', rounded, 'f16')] : []),
        watched({ broken: false }),
      ],
    }
  },
})

/** A gradient that makes a weight, or a running statistic, infinite or NaN. */
const brokenCase = (name: string, at: number, gradient: number): KernelCase => ({
  kernel: 'sgd',
  name: `reports ${name}`,
  storage: 'f32',
  problem(random) {
    const [weights, velocity, gradients] = ['weights', 'velocity', 'gradients'].map((of) =>
      random.normal(of, SGD_ELEMENTS),
    )
    gradients[at] = gradient
    const steps = Array.from(weights, (weight, i) =>
      stepOf(VARIANTS[0], i, { weight, velocity: velocity[i], gradient: gradients[i] }),
    )
    const others = without(at)
    return {
      kernel: sgd({ elements: SGD_ELEMENTS, ...WATCH, ...VARIANTS[0] }),
      inputs: { weights, velocity, gradients, blocks: BLOCKS, rates: RATES, ...WATCH_INPUTS },
      expected: [
        { ...close('weights', others(steps.map(({ weight }) => weight))), select: others },
        { ...close('velocity', others(steps.map((step) => step.velocity))), select: others },
        watched({ broken: true }),
      ],
    }
  },
})

const ELEMENTS = 300
/** Weights that equal their average. They must stay equal bit for bit. */
const EQUAL = 100

const averageCase = (name: string, keep: number, writeBack: boolean): KernelCase => ({
  kernel: 'average',
  name,
  storage: writeBack ? 'f16' : 'f32',
  problem(random) {
    const weights = random.normal('weights', ELEMENTS)
    const old = random.normal('average', ELEMENTS)
    old.set(weights.subarray(0, EQUAL))
    const values = weights.map((w, i) => keep * old[i] + (1 - keep) * w)
    const equal = (numbers: ArrayLike<number>) => Array.from(numbers).slice(0, EQUAL)
    const written = writeBack ? [close('weights', values), near('weights16', values, 'f16')] : []
    return {
      kernel: average({ elements: ELEMENTS, writeBack, half: true }),
      inputs: { weights, average: old, rates: Float32Array.of(keep) },
      expected: [
        keep === 1 ? exact('average', old) : close('average', values),
        exact('average', equal(weights), 'f32', equal),
        ...written,
      ],
    }
  },
})

const LARGE = [1e6, -1e6, 65504]

const roundCase: KernelCase = {
  kernel: 'roundWeights',
  name: 'overflow to the largest',
  storage: 'f16',
  problem(random) {
    const weights = random.normal('weights', ELEMENTS)
    weights.set(LARGE)
    const large = (numbers: ArrayLike<number>) => Array.from(numbers).slice(0, LARGE.length)
    const others = (numbers: ArrayLike<number>) => Array.from(numbers).slice(LARGE.length)
    return {
      kernel: roundWeights({ elements: ELEMENTS }),
      inputs: { weights },
      expected: [
        exact('weights16', [65504, -65504, 65504], 'f16', large),
        near('weights16', others(weights), 'f16', others),
      ],
    }
  },
}

export const OPTIMISER_CASES: readonly KernelCase[] = [
  ...VARIANTS.map(sgdCase),
  brokenCase('a weight that becomes NaN', 1, NaN),
  brokenCase('a weight that becomes infinite', SGD_ELEMENTS - 1, -Infinity),
  brokenCase('a statistic that becomes NaN', 2 * BLOCK_ELEMENTS, NaN),
  averageCase('keeps a share, and equal values as they are', 0.951, false),
  averageCase('written back', 0.951, true),
  averageCase('all of it kept', 1, true),
  roundCase,
]
