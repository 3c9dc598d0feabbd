import type { Activation } from '../../../../recipe/schema/network.ts'
import type { StorageType } from '../../codegen/kernel.ts'
import { activateGradient } from '../../kernels/pointwise/activate-gradient.ts'
import { activate } from '../../kernels/pointwise/activate.ts'
import { biasGradient, biasGradientSplits } from '../../kernels/pointwise/bias-gradient.ts'
import { near, STORAGES, type KernelCase } from '../kernel-case.ts'
import { activationSlope, activationValue } from '../reference/activation.ts'
import { sumOfParts } from '../reference/sums.ts'
import { encode, type CaseRandom } from '../tensors.ts'

const ACTIVATIONS: readonly (Activation | null)[] = [
  null,
  { kind: 'relu' },
  { kind: 'celu', alpha: 0.075 },
  { kind: 'gelu' },
  { kind: 'silu' },
]

const nameOf = (activation: Activation | null) => activation?.kind ?? 'no activation'

const SHAPE = { batch: 3, height: 5, width: 3, channels: 12 }
const COUNT = 3 * 5 * 3 * 12

interface Setting {
  readonly activation: Activation | null
  readonly storage: StorageType
  readonly bias: boolean
}

/** x and its bias, and their sum; a bias of 0 if there is none. */
function operands(random: CaseRandom, { storage, bias }: Setting) {
  const x = random.stored('x', COUNT, storage, { deviation: 2 })
  const values = random.normal('bias', SHAPE.channels)
  const sum = Float64Array.from(x, (value, i) => value + (bias ? values[i % SHAPE.channels] : 0))
  return { inputs: { x: encode(x, storage), ...(bias ? { bias: values } : {}) }, sum }
}

function casesOf(setting: Setting): KernelCase[] {
  const { activation, storage, bias } = setting
  const options = { shape: SHAPE, storage, activation, bias }
  const name = `${nameOf(activation)}${bias ? ' with a bias' : ''}`
  return [
    {
      kernel: 'activate',
      name,
      storage,
      problem(random) {
        const { inputs, sum } = operands(random, setting)
        const y = sum.map((value) => activationValue(activation, value))
        return { kernel: activate(options), inputs, expected: [near('y', y, storage)] }
      },
    },
    {
      kernel: 'activateGradient',
      name: bias ? `${name}, added to another` : name,
      storage,
      problem(random) {
        const { inputs, sum } = operands(random, setting)
        const dy = random.stored('dy', COUNT, storage)
        const add = random.stored('add', COUNT, storage)
        const dx = sum.map(
          (value, i) => dy[i] * activationSlope(activation, value) + (bias ? add[i] : 0),
        )
        const added = bias ? { add: encode(add, storage) } : {}
        return {
          kernel: activateGradient({ ...options, add: bias }),
          inputs: { ...inputs, dy: encode(dy, storage), ...added },
          expected: [near('dx', dx, storage)],
        }
      },
    },
  ]
}

/** One shape spans several tiles and channel chunks, with a mean that would lose digits in a plain sum. */
const BIAS_SHAPES = [
  { shape: SHAPE, mean: 0 },
  { shape: { batch: 2, height: 40, width: 15, channels: 136 }, mean: 1 },
]

const biasCases = (storage: StorageType): KernelCase[] =>
  BIAS_SHAPES.flatMap(({ shape, mean }) =>
    [null, { kind: 'gelu' } as const].map((activation) => ({
      kernel: 'biasGradient',
      name: `${nameOf(activation)}, ${shape.channels} channels`,
      storage,
      problem(random) {
        const { channels } = shape
        const count = shape.batch * shape.height * shape.width * channels
        const x = random.stored('x', count, storage, { deviation: 2 })
        const bias = random.normal('bias', channels)
        const dy = random.stored('dy', count, storage, { mean })
        const slopes = Float64Array.from(
          dy,
          (value, i) => value * activationSlope(activation, x[i] + bias[i % channels]),
        )
        const options = { shape, storage, activation }
        const activated = activation ? { x: encode(x, storage), bias } : {}
        const total = sumOfParts(count / channels)(slopes)
        return {
          kernel: biasGradient(options),
          inputs: { ...activated, dy: encode(dy, storage) },
          expected: [near('partials', total, 'f32', sumOfParts(biasGradientSplits(options)))],
        }
      },
    })),
  )

const EXTREMES = Float32Array.of(-1e30, -3e4, -100, -20, -9, 9, 20, 100, 3e4, 1e30, 0, -0)

/** Arguments that overflow in a naive formula, compared relative to the argument. */
const extremeCases = (activation: Activation | null): KernelCase[] => {
  const options = {
    shape: { batch: 1, height: 1, width: 1, channels: EXTREMES.length },
    storage: 'f32',
    activation,
    bias: false,
  } as const
  const name = `${nameOf(activation)} of large arguments`
  const relative = (numbers: ArrayLike<number>) =>
    Float64Array.from(EXTREMES, (x, i) => numbers[i] / Math.max(1, Math.abs(x)))
  const values = Float64Array.from(EXTREMES, (x) => activationValue(activation, x))
  const slopes = Float64Array.from(EXTREMES, (x) => activationSlope(activation, x))
  return [
    {
      kernel: 'activate',
      name,
      storage: 'f32',
      problem: () => ({
        kernel: activate(options),
        inputs: { x: EXTREMES },
        expected: [near('y', relative(values), 'f32', relative)],
      }),
    },
    {
      kernel: 'activateGradient',
      name,
      storage: 'f32',
      problem: () => ({
        kernel: activateGradient({ ...options, add: false }),
        inputs: { x: EXTREMES, dy: new Float32Array(EXTREMES.length).fill(1) },
        expected: [near('dx', slopes)],
      }),
    },
  ]
}

export const ACTIVATION_CASES: readonly KernelCase[] = [
  ...STORAGES.flatMap((storage) => [
    ...ACTIVATIONS.flatMap((activation) => casesOf({ activation, storage, bias: true })),
    ...casesOf({ activation: { kind: 'gelu' }, storage, bias: false }),
    ...biasCases(storage),
  ]),
  ...ACTIVATIONS.flatMap(extremeCases),
]
