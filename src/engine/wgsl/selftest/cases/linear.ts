import { linearForward, type LinearOptions } from '../../kernels/head/linear-forward.ts'
import { linearInputGradient } from '../../kernels/head/linear-input-gradient.ts'
import { linearWeightGradient } from '../../kernels/head/linear-weight-gradient.ts'
import { near, type KernelCase } from '../kernel-case.ts'
import { product, transpose } from '../reference/matrix.ts'
import { sumOfParts } from '../reference/sums.ts'
import { encode, type CaseRandom } from '../tensors.ts'

/** More images and inputs than a workgroup has threads, not in whole numbers of it; and one of each. */
const SETTINGS: readonly LinearOptions[] = [
  { storage: 'f32', batch: 130, in: 264, out: 12 },
  { storage: 'f32', batch: 1, in: 4, out: 4 },
  { storage: 'f16', batch: 70, in: 140, out: 12 },
]

const LOSS_SCALE = 256

function operands(random: CaseRandom, { batch, out, storage, ...options }: LinearOptions) {
  return {
    x: random.stored('x', batch * options.in, storage),
    w: random.normal('w', options.in * out),
    dlogits: random.normal('dlogits', batch * out),
  }
}

const sum = (values: Float64Array, added: Float32Array | null) =>
  added ? values.map((value, i) => value + added[i]) : values

function forward(options: LinearOptions, name: string, hasBias: boolean): KernelCase {
  const { storage, out } = options
  return {
    kernel: 'linearForward',
    name: hasBias ? `${name} with a bias` : name,
    storage,
    problem(random) {
      const { x, w } = operands(random, options)
      const bias = random.normal('bias', out)
      const logits = product(x, w, options.in).map(
        (value, i) => value + (hasBias ? bias[i % out] : 0),
      )
      return {
        kernel: linearForward({ ...options, bias: hasBias }),
        inputs: { x: encode(x, storage), w, ...(hasBias ? { bias } : {}) },
        expected: [near('logits', logits)],
      }
    },
  }
}

function inputGradient(options: LinearOptions, name: string, isAdded: boolean): KernelCase {
  const { storage, batch, out } = options
  return {
    kernel: 'linearInputGradient',
    name: isAdded ? `${name}, added to another` : name,
    storage,
    problem(random) {
      const { w, dlogits } = operands(random, options)
      const add = isAdded ? random.stored('add', batch * options.in, storage) : null
      const dx = sum(product(dlogits, transpose(w, out), out), add)
      return {
        kernel: linearInputGradient({ ...options, add: isAdded }),
        inputs: { dlogits, w, ...(add ? { add: encode(add, storage) } : {}) },
        expected: [near('dx', dx, storage)],
      }
    },
  }
}

/** Fresh and with a bias, or without one and added to an earlier micro-batch. */
function weightGradient(options: LinearOptions, name: string, isFresh: boolean): KernelCase {
  const { storage, batch, out } = options
  return {
    kernel: 'linearWeightGradient',
    name: isFresh ? `${name} with a bias` : `${name}, added to an earlier micro-batch`,
    storage,
    problem(random) {
      const { x, dlogits } = operands(random, options)
      const before = isFresh
        ? null
        : random.normal('before', options.in * out, { deviation: 1 / LOSS_SCALE })
      const scaled = dlogits.map((value) => value / LOSS_SCALE)
      const dw = sum(product(transpose(x, options.in), scaled, batch), before)
      const dbias = isFresh ? [near('dbias', sumOfParts(batch)(scaled))] : []
      return {
        kernel: linearWeightGradient({
          ...options,
          bias: isFresh,
          lossScale: LOSS_SCALE,
          accumulate: !isFresh,
        }),
        inputs: { x: encode(x, storage), dlogits, ...(before ? { dw: before } : {}) },
        expected: [near('dw', dw), ...dbias],
      }
    },
  }
}

export const LINEAR_CASES: readonly KernelCase[] = SETTINGS.flatMap((options) => {
  const name = `${options.batch}x${options.in} to ${options.out}`
  return [true, false].flatMap((flag) => [
    forward(options, name, flag),
    inputGradient(options, name, flag),
    weightGradient(options, name, flag),
  ])
})
