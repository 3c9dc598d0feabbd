import { beforeAll, describe, expect, it } from 'vitest'
import { NEWTON_SCHULZ } from '../../newton-schulz.ts'
import { loadGoldens } from '../../test-goldens.ts'
import { RATE_ROW_COUNT, RATE_ROWS } from '../parameter-layout.ts'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, normalTensor, relativeError } from '../test-tensors.ts'
import { muonDescend } from './muon-descend.ts'
import { muonGram } from './muon-gram.ts'
import type { FlatMatrix } from './flat-matrices.ts'
import { muonMomentum } from './muon-momentum.ts'
import { muonMultiply } from './muon-multiply.ts'
import { muonPolynomial } from './muon-polynomial.ts'
import { RATE_MODES } from './rates.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

/** Tall, wide (rank below its columns) and over one tile, with gaps between them in the flat buffers. */
const row = RATE_ROWS.convWeight
const MATRICES: readonly FlatMatrix[] = [
  { offset: 128, row, rows: 36, columns: 8, outputs: 7 },
  { offset: 640, row, rows: 8, columns: 40, outputs: 40 },
  { offset: 1024, row, rows: 108, columns: 36, outputs: 36 },
]
const ELEMENTS = 5120
const MOMENTUM = 0.6
const RATE = 0.24

const elementsOf = ({ offset, rows, columns }: FlatMatrix, flat: ArrayLike<number>) =>
  Float64Array.from({ length: rows * columns }, (_, i) => flat[offset + i])

/** [n][m] = a [n][k] b [k][m]. */
function multiply(a: Float64Array, b: Float64Array, k: number): Float64Array {
  const n = a.length / k
  const m = b.length / k
  return Float64Array.from({ length: n * m }, (_, i) => {
    let sum = 0
    for (let at = 0; at < k; at++) sum += a[Math.floor(i / m) * k + at] * b[at * m + (i % m)]
    return sum
  })
}

const transpose = (a: Float64Array, columns: number) =>
  Float64Array.from(a, (_, i) => {
    const rows = a.length / columns
    return a[(i % rows) * columns + Math.floor(i / rows)]
  })

const norm = (values: Float64Array) => Math.hypot(...values)

/** As Muon is written: on the transpose [out, k * k * in], X <- a X + (b A + c A A) X with A = X X^T. */
function orthogonalised(update: Float64Array, { columns }: FlatMatrix): Float64Array {
  const { a, b, c, iterations } = NEWTON_SCHULZ
  const length = norm(update) + 1e-7
  let x = transpose(update, columns).map((value) => value / length)
  const rows = update.length / columns
  for (let i = 0; i < iterations; i++) {
    const gram = multiply(x, transpose(x, rows), rows)
    const square = multiply(gram, gram, columns)
    const polynomial = gram.map((value, at) => b * value + c * square[at])
    const product = multiply(polynomial, x, columns)
    x = x.map((value, at) => a * value + product[at])
  }
  return transpose(x, rows)
}

const weights = normalTensor('weights', ELEMENTS)
const rates = (mode: number) => {
  const table = new Float32Array(4 * RATE_ROW_COUNT)
  table.set([RATE, 0, mode], 4 * RATE_ROWS.convWeight)
  return table
}

interface Step {
  readonly matrices: readonly FlatMatrix[]
  readonly weights: Float32Array
  readonly gradients: Float32Array
  readonly velocity: Float32Array
  readonly mode: number
  readonly nesterov: boolean
}

/** Momentum and orthogonalisation by the kernels. */
async function orthogonalise(options: Step) {
  const { matrices, weights: w, gradients, velocity: v, mode, nesterov } = options
  const momentum = { matrices, elements: w.length, momentum: MOMENTUM, nesterov }
  const begun = await runKernel(device, muonMomentum(momentum), {
    weights: w,
    gradients,
    velocity: v,
    rates: rates(mode),
  })
  const norms = new Float32Array(begun.norms)
  let x = new Float32Array(begun.x)
  for (let i = 0; i < NEWTON_SCHULZ.iterations; i++) {
    const first = i === 0
    const { gram } = await runKernel(device, muonGram(matrices), { x })
    const scale = first ? { norms } : {}
    const { polynomial } = await runKernel(device, muonPolynomial({ matrices, first }), {
      gram: new Float32Array(gram),
      ...scale,
    })
    const { y } = await runKernel(device, muonMultiply({ matrices, first }), {
      x,
      polynomial: new Float32Array(polynomial),
      ...scale,
    })
    x = new Float32Array(y)
  }
  return { x, norms, velocity: new Float32Array(begun.velocity) }
}

/** One step by the kernels: what they leave in the flat buffers. */
async function step(gradients: Float32Array, velocity: Float32Array, mode: number, half: boolean) {
  const given = { matrices: MATRICES, weights, gradients, velocity, mode, nesterov: true }
  const { x, norms, velocity: after } = await orthogonalise(given)
  const descend = muonDescend({ matrices: MATRICES, elements: ELEMENTS, half })
  const ended = await runKernel(device, descend, { weights, x, norms, rates: rates(mode) })
  return {
    weights: new Float32Array(ended.weights),
    halves: half ? decode(ended.weights16, 'f16') : null,
    velocity: after,
  }
}

describe.each([1, 1e-6])('a step of Muon with gradients of %d', (deviation) => {
  it('is as in double precision, and touches nothing else', async () => {
    const gradients = normalTensor('gradients', ELEMENTS, { deviation })
    const velocity = normalTensor('velocity', ELEMENTS, { deviation })
    const result = await step(gradients, velocity, RATE_MODES.orthogonalise, true)
    const after = result.weights
    const expectedAll = weights.slice()
    for (const matrix of MATRICES) {
      const m = elementsOf(matrix, velocity).map(
        (value, i) => MOMENTUM * value + gradients[matrix.offset + i],
      )
      expect(relativeError(elementsOf(matrix, result.velocity), m)).toBeLessThan(1e-6)
      const update = m.map((value, i) => gradients[matrix.offset + i] + MOMENTUM * value)
      const w = elementsOf(matrix, weights)
      const growth = Math.sqrt(matrix.outputs) / norm(w)
      const direction = orthogonalised(update, matrix)
      const expected = w.map((value, i) => value * growth - RATE * direction[i])
      expect(relativeError(elementsOf(matrix, after), expected)).toBeLessThan(1e-5)
      expectedAll.set(elementsOf(matrix, after), matrix.offset)
    }
    expect([...after]).toEqual([...expectedAll])
    for (const matrix of MATRICES) {
      const rounded = asStored(Float32Array.from(elementsOf(matrix, after)), 'f16')
      expect([...elementsOf(matrix, result.halves ?? [])]).toEqual([...rounded])
    }
  })
})

it.each(loadGoldens('muon'))('orthogonalises as PyTorch: $name', async (golden) => {
  const cases = golden.description.cases.map(({ name }) => {
    const { shape } = golden.tensor(`${name}/update`)
    const columns = shape[shape.length - 1]
    const update = golden.floats(`${name}/update`)
    return { name, update, rows: update.length / columns, columns }
  })
  let offset = 0
  const matrices = cases.map(({ update, rows, columns }) => {
    const matrix = { offset, row, rows, columns, outputs: columns }
    offset += update.length
    return matrix
  })
  const gradients = new Float32Array(offset)
  cases.forEach(({ update }, i) => gradients.set(update, matrices[i].offset))
  const { x } = await orthogonalise({
    matrices,
    weights: new Float32Array(offset),
    gradients,
    velocity: new Float32Array(offset),
    mode: RATE_MODES.orthogonalise,
    nesterov: false,
  })
  for (const [i, { name, update }] of cases.entries()) {
    const actual = x.subarray(matrices[i].offset, matrices[i].offset + update.length)
    expect(relativeError(actual, golden.floats(`${name}/orthogonal`)), name).toBeLessThan(1e-5)
  }
})

it('changes nothing where its group rests', async () => {
  const gradients = normalTensor('gradients', ELEMENTS)
  const velocity = normalTensor('velocity', ELEMENTS)
  const result = await step(gradients, velocity, RATE_MODES.leave, false)
  expect([...result.weights]).toEqual([...weights])
  expect([...result.velocity]).toEqual([...velocity])
})
