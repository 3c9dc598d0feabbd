import type { FlatMatrix } from '../../kernels/optimizer/flat-matrices.ts'
import { larsDescend } from '../../kernels/optimizer/lars-descend.ts'
import { larsNorms } from '../../kernels/optimizer/lars-norms.ts'
import { RATE_MODES } from '../../codegen/rates.ts'
import type { SgdFormula } from '../../kernels/optimizer/sgd-formula.ts'
import { RATE_ROW_COUNT, RATE_ROWS } from '../../codegen/parameter-rows.ts'
import {
  elementsOf,
  normParts,
  outside,
  summedNorms,
  squaredNorm,
  withMatrices,
} from '../flat-matrices.ts'
import { exact, near, type KernelCase } from '../kernel-case.ts'
import { descended } from '../reference/sgd.ts'
import type { CaseRandom } from '../tensors.ts'
import { WATCH, WATCH_INPUTS, watched } from '../watched-weights.ts'

/** Of two groups, with gaps between them in the flat buffers; the second takes more than one workgroup. */
const MATRICES: readonly FlatMatrix[] = [
  { offset: 128, row: RATE_ROWS.headWeight, rows: 36, columns: 8, outputs: 7 },
  { offset: 640, row: RATE_ROWS.convWeight, rows: 460, columns: 40, outputs: 40 },
  { offset: 19_200, row: RATE_ROWS.convWeight, rows: 4, columns: 4, outputs: 4 },
]
const ELEMENTS = 19_328
const OPTIONS = { matrices: MATRICES, elements: ELEMENTS }
const EPSILON = 0.01

/** Rate and decay of both groups. */
const RATES = new Map([
  [RATE_ROWS.headWeight, [0.02, 0.3]],
  [RATE_ROWS.convWeight, [0.005, 0.256]],
])

function ratesFor(mode: number): Float32Array {
  const table = new Float32Array(4 * RATE_ROW_COUNT)
  for (const [row, [rate, decay]] of RATES) table.set([rate, decay, mode], 4 * row)
  return table
}

/** Tensors of an update, and each matrix's weights, decayed gradients and rate before it is adapted. */
function operands(random: CaseRandom) {
  const weights = random.normal('weights', ELEMENTS)
  const velocity = random.normal('velocity', ELEMENTS, { deviation: 0.1 })
  const gradients = random.normal('gradients', ELEMENTS, { deviation: 1e-3 })
  const table = ratesFor(RATE_MODES.adapt)
  const matrices = MATRICES.map((matrix) => {
    const [rate, decay] = table.subarray(4 * matrix.row)
    const w = elementsOf(matrix, weights)
    const h = elementsOf(matrix, gradients).map((value, i) => value + decay * w[i])
    return { matrix, rate, w, h }
  })
  return { weights, velocity, gradients, matrices }
}

const normsCase: KernelCase = {
  kernel: 'larsNorms',
  name: 'of two groups',
  storage: 'f32',
  problem(random) {
    const { weights, gradients, matrices } = operands(random)
    const updates = matrices.map(({ h }) => squaredNorm(h))
    const lengths = matrices.map(({ w }) => squaredNorm(w))
    return {
      kernel: larsNorms(OPTIONS),
      inputs: { weights, gradients, rates: ratesFor(RATE_MODES.adapt) },
      expected: [
        near('norms', updates, 'f32', summedNorms(0)),
        near('norms', lengths, 'f32', summedNorms(1)),
      ],
    }
  },
}

const descendCase = (dialect: SgdFormula['velocity'], half: boolean): KernelCase => ({
  kernel: 'larsDescend',
  name: dialect,
  storage: half ? 'f16' : 'f32',
  problem(random) {
    const { weights, velocity, gradients, matrices } = operands(random)
    const formula = { momentum: 0.9, nesterov: true, velocity: dialect }
    const squares = matrices.map(({ h, w }): readonly [number, number] => [
      Math.fround(squaredNorm(h)),
      Math.fround(squaredNorm(w)),
    ])
    const steps = matrices.map(({ matrix, rate, w, h }, m) => {
      const [update, length] = squares[m].map(Math.sqrt)
      const adapted = rate * (length / (update + EPSILON))
      const before = elementsOf(matrix, velocity)
      return Array.from(w, (weight, i) =>
        descended(formula, adapted, { weight, velocity: before[i], h: h[i] }),
      )
    })
    const after = steps.map((step) => Float64Array.from(step, ({ weight }) => weight))
    const velocities = steps.map((step) => Float64Array.from(step, (one) => one.velocity))
    const rounded = withMatrices(new Float32Array(ELEMENTS), MATRICES, after)
    const others = outside(MATRICES)
    return {
      kernel: larsDescend({ ...OPTIONS, ...formula, ...WATCH, epsilon: EPSILON, half }),
      inputs: {
        weights,
        velocity,
        gradients,
        norms: normParts(squares),
        rates: ratesFor(RATE_MODES.adapt),
        ...WATCH_INPUTS,
        ...(half ? { weights16: new Uint16Array(ELEMENTS) } : {}),
      },
      expected: [
        { ...near('weights', withMatrices(weights, MATRICES, after)), tolerance: 1e-6 },
        exact('weights', others(weights), 'f32', others),
        near('velocity', withMatrices(velocity, MATRICES, velocities)),
        exact('velocity', others(velocity), 'f32', others),
        ...(half ? [near('weights16', rounded, 'f16')] : []),
        watched({ broken: false }),
      ],
    }
  },
})

/** A step in one mode with these tensors; what the matrices' norms are doesn't matter. */
function stepOf({ weights, velocity, gradients }: ReturnType<typeof operands>, mode: number) {
  const formula = { momentum: 0.9, nesterov: true, velocity: 'withRate' } as const
  return {
    kernel: larsDescend({ ...OPTIONS, ...formula, ...WATCH, epsilon: EPSILON, half: false }),
    inputs: {
      weights,
      velocity,
      gradients,
      norms: normParts(MATRICES.map(() => [1, 1])),
      rates: ratesFor(mode),
      ...WATCH_INPUTS,
    },
  }
}

const brokenCase: KernelCase = {
  kernel: 'larsDescend',
  name: 'reports a weight that becomes infinite',
  storage: 'f32',
  problem(random) {
    const tensors = operands(random)
    tensors.gradients[MATRICES[0].offset] = Infinity
    const others = outside(MATRICES)
    return {
      ...stepOf(tensors, RATE_MODES.adapt),
      expected: [
        exact('weights', others(tensors.weights), 'f32', others),
        exact('velocity', others(tensors.velocity), 'f32', others),
        watched({ broken: true }),
      ],
    }
  },
}

const restCase: KernelCase = {
  kernel: 'larsDescend',
  name: 'changes nothing where its groups rest',
  storage: 'f32',
  problem(random) {
    const tensors = operands(random)
    return {
      ...stepOf(tensors, RATE_MODES.leave),
      expected: [
        exact('weights', tensors.weights),
        exact('velocity', tensors.velocity),
        watched({ broken: false }),
      ],
    }
  },
}

export const LARS_CASES: readonly KernelCase[] = [
  normsCase,
  descendCase('withRate', false),
  descendCase('withoutRate', true),
  brokenCase,
  restCase,
]
