import type { FlatMatrix } from '../../kernels/optimizer/flat-matrices.ts'
import { muonDescend } from '../../kernels/optimizer/muon-descend.ts'
import { muonGram } from '../../kernels/optimizer/muon-gram.ts'
import { muonMomentum } from '../../kernels/optimizer/muon-momentum.ts'
import { muonMultiply } from '../../kernels/optimizer/muon-multiply.ts'
import { muonPolynomial } from '../../kernels/optimizer/muon-polynomial.ts'
import { RATE_MODES } from '../../codegen/rates.ts'
import { RATE_ROW_COUNT, RATE_ROWS } from '../../codegen/parameter-rows.ts'
import {
  elementsOf,
  joined,
  normParts,
  outside,
  summedNorms,
  squaredNorm,
  withMatrices,
} from '../flat-matrices.ts'
import { exact, near, type KernelCase } from '../kernel-case.ts'
import { gramOf, multiplied, polynomialOf } from '../reference/muon.ts'
import type { CaseRandom } from '../tensors.ts'
import { WATCH, WATCH_INPUTS, watched, without } from '../watched-weights.ts'

const row = RATE_ROWS.convWeight
/** Tall, wide (rank below its columns) and over one tile, with gaps between them in the flat buffers. */
const MATRICES: readonly FlatMatrix[] = [
  { offset: 128, row, rows: 36, columns: 8, outputs: 7 },
  { offset: 640, row, rows: 8, columns: 40, outputs: 40 },
  { offset: 1024, row, rows: 108, columns: 36, outputs: 36 },
]
const ELEMENTS = 5120
const MOMENTUM = 0.6
const RATE = 0.24
const DECAY = 0.5
const EPSILON = 1e-7
const COEFFICIENTS = [3.4576, -4.7391, 2.0843] as const

const ratesFor = (mode: number, rescale = false) => {
  const table = new Float32Array(4 * RATE_ROW_COUNT)
  table.set([RATE, DECAY, mode, Number(rescale)], 4 * RATE_ROWS.convWeight)
  return table
}

const outsideAll = outside(MATRICES)

const momentumCase = (name: string, deviation: number, nesterov: boolean): KernelCase => ({
  kernel: 'muonMomentum',
  name,
  storage: 'f32',
  problem(random) {
    const weights = random.normal('weights', ELEMENTS)
    const gradients = random.normal('gradients', ELEMENTS, { deviation })
    const velocity = random.normal('velocity', ELEMENTS, { deviation })
    const after = MATRICES.map((matrix) => {
      const gradient = elementsOf(matrix, gradients)
      return elementsOf(matrix, velocity).map((value, i) => MOMENTUM * value + gradient[i])
    })
    const updates = MATRICES.map((matrix, m) =>
      elementsOf(matrix, gradients).map((gradient, i) =>
        nesterov ? gradient + MOMENTUM * after[m][i] : after[m][i],
      ),
    )
    const updateNorms = updates.map(squaredNorm)
    const weightNorms = MATRICES.map((matrix) => squaredNorm(elementsOf(matrix, weights)))
    return {
      kernel: muonMomentum({
        matrices: MATRICES,
        elements: ELEMENTS,
        momentum: MOMENTUM,
        nesterov,
      }),
      inputs: { weights, gradients, velocity, rates: ratesFor(RATE_MODES.orthogonalise) },
      expected: [
        near('velocity', withMatrices(velocity, MATRICES, after)),
        exact('velocity', outsideAll(velocity), 'f32', outsideAll),
        near('x', joined(updates)),
        near('norms', updateNorms, 'f32', summedNorms(0)),
        near('norms', weightNorms, 'f32', summedNorms(1)),
      ],
    }
  },
})

const randomMatrices = (random: CaseRandom) =>
  MATRICES.map(({ rows, columns }, i) =>
    Float64Array.from(random.normal(`matrix ${i}`, rows * columns)),
  )

const gramCase: KernelCase = {
  kernel: 'muonGram',
  name: 'tall, wide, over one tile',
  storage: 'f32',
  problem(random) {
    const matrices = randomMatrices(random)
    const grams = matrices.map((x, i) => gramOf(x, MATRICES[i].columns))
    return {
      kernel: muonGram(MATRICES),
      inputs: { x: joined(matrices) },
      expected: [near('gram', joined(grams))],
    }
  },
}

/** An iteration's two products. The first takes matrices of any norm; later ones have singular values of about 1. */
function iterationCases(first: boolean, deviation: number): KernelCase[] {
  const name = first ? `the first, of values of ${deviation}` : 'a later one'
  const operands = (random: CaseRandom) => {
    const scaled = randomMatrices(random).map((x, i) => {
      const { rows, columns } = MATRICES[i]
      const factor = first ? deviation : 1 / (Math.sqrt(rows) + Math.sqrt(columns))
      return Float64Array.from(x, (value) => Math.fround(value * factor))
    })
    const squares = scaled.map((x): readonly [number, number] => [Math.fround(squaredNorm(x)), 1])
    const units = scaled.map((x, i) =>
      first ? x.map((value) => value / (Math.sqrt(squares[i][0]) + EPSILON)) : x,
    )
    const grams = scaled.map((x, i) => gramOf(x, MATRICES[i].columns))
    const polynomials = units.map((x, i) =>
      polynomialOf(gramOf(x, MATRICES[i].columns), MATRICES[i].columns, COEFFICIENTS),
    )
    return { scaled, units, grams, polynomials, inputs: first ? { norms: normParts(squares) } : {} }
  }
  return [
    {
      kernel: 'muonPolynomial',
      name,
      storage: 'f32',
      problem(random) {
        const { grams, polynomials, inputs } = operands(random)
        return {
          kernel: muonPolynomial({ matrices: MATRICES, first, coefficients: COEFFICIENTS }),
          inputs: { gram: joined(grams), ...inputs },
          expected: [near('polynomial', joined(polynomials))],
        }
      },
    },
    {
      kernel: 'muonMultiply',
      name,
      storage: 'f32',
      problem(random) {
        const { scaled, units, polynomials, inputs } = operands(random)
        const results = units.map((x, i) =>
          multiplied(x, polynomials[i], MATRICES[i].columns, COEFFICIENTS),
        )
        return {
          kernel: muonMultiply({ matrices: MATRICES, first, coefficients: COEFFICIENTS }),
          inputs: { x: joined(scaled), polynomial: joined(polynomials), ...inputs },
          expected: [near('y', joined(results))],
        }
      },
    },
  ]
}

const descendCase = (half: boolean, rescale: boolean): KernelCase => ({
  kernel: 'muonDescend',
  name: rescale
    ? 'scales each weight, then takes its update and the decay away'
    : 'takes the update and the decay away',
  storage: half ? 'f16' : 'f32',
  problem(random) {
    const weights = random.normal('weights', ELEMENTS)
    const directions = randomMatrices(random)
    const squares = MATRICES.map((matrix): readonly [number, number] => [
      1,
      Math.fround(squaredNorm(elementsOf(matrix, weights))),
    ])
    const after = MATRICES.map((matrix, m) => {
      const growth = rescale ? Math.sqrt(matrix.outputs / squares[m][1]) : 1
      return elementsOf(matrix, weights).map(
        (w, i) => (w * growth - RATE * directions[m][i]) * (1 - RATE * DECAY),
      )
    })
    const all = withMatrices(weights, MATRICES, after)
    const rounded = withMatrices(new Float32Array(ELEMENTS), MATRICES, after)
    return {
      kernel: muonDescend({ matrices: MATRICES, elements: ELEMENTS, half, ...WATCH }),
      inputs: {
        weights,
        x: joined(directions),
        norms: normParts(squares),
        rates: ratesFor(RATE_MODES.orthogonalise, rescale),
        ...WATCH_INPUTS,
        ...(half ? { weights16: new Uint16Array(ELEMENTS) } : {}),
      },
      expected: [
        near('weights', all),
        exact('weights', outsideAll(weights), 'f32', outsideAll),
        ...(half ? [near('weights16', rounded, 'f16')] : []),
        watched({ broken: false }),
      ],
    }
  },
})

const brokenCase: KernelCase = {
  kernel: 'muonDescend',
  name: 'reports a weight that becomes NaN',
  storage: 'f32',
  problem(random) {
    const weights = random.normal('weights', ELEMENTS)
    const directions = randomMatrices(random)
    const matrix = MATRICES[1]
    directions[1][5] = NaN
    const after = MATRICES.map((each, m) =>
      elementsOf(each, weights).map((w, i) => (w - RATE * directions[m][i]) * (1 - RATE * DECAY)),
    )
    const others = without(matrix.offset + 5)
    return {
      kernel: muonDescend({ matrices: MATRICES, elements: ELEMENTS, half: false, ...WATCH }),
      inputs: {
        weights,
        x: joined(directions),
        norms: normParts(MATRICES.map(() => [1, 1])),
        rates: ratesFor(RATE_MODES.orthogonalise),
        ...WATCH_INPUTS,
      },
      expected: [
        near('weights', others(withMatrices(weights, MATRICES, after)), 'f32', others),
        watched({ broken: true }),
      ],
    }
  },
}

/** A frozen group keeps its weights and velocity bit for bit. */
const restCases: readonly KernelCase[] = [
  {
    kernel: 'muonMomentum',
    name: 'changes nothing where its group rests',
    storage: 'f32',
    problem(random) {
      const [weights, gradients, velocity] = ['weights', 'gradients', 'velocity'].map((name) =>
        random.normal(name, ELEMENTS),
      )
      const momentum = { matrices: MATRICES, elements: ELEMENTS, momentum: MOMENTUM }
      const weightNorms = MATRICES.map((matrix) => squaredNorm(elementsOf(matrix, weights)))
      const updates = MATRICES.map((matrix) => {
        const gradient = elementsOf(matrix, gradients)
        return elementsOf(matrix, velocity).map((value, i) => MOMENTUM * value + gradient[i])
      })
      return {
        kernel: muonMomentum({ ...momentum, nesterov: false }),
        inputs: { weights, gradients, velocity, rates: ratesFor(RATE_MODES.leave) },
        expected: [
          exact('velocity', velocity),
          near('x', joined(updates)),
          near('norms', weightNorms, 'f32', summedNorms(1)),
        ],
      }
    },
  },
  {
    kernel: 'muonDescend',
    name: 'changes nothing where its group rests',
    storage: 'f32',
    problem(random) {
      const weights = random.normal('weights', ELEMENTS)
      return {
        kernel: muonDescend({ matrices: MATRICES, elements: ELEMENTS, half: false, ...WATCH }),
        inputs: {
          weights,
          x: joined(randomMatrices(random)),
          norms: normParts(MATRICES.map(() => [1, 1])),
          rates: ratesFor(RATE_MODES.leave),
          ...WATCH_INPUTS,
        },
        expected: [exact('weights', weights), watched({ broken: false })],
      }
    },
  },
]

export const MUON_CASES: readonly KernelCase[] = [
  momentumCase('by Nesterov', 1, true),
  momentumCase('of small gradients', 1e-6, true),
  momentumCase('plain', 1, false),
  gramCase,
  ...iterationCases(true, 1),
  ...iterationCases(true, 1e-6),
  ...iterationCases(false, 1),
  descendCase(false, true),
  descendCase(true, true),
  descendCase(false, false),
  brokenCase,
  ...restCases,
]
