import { beforeAll, describe, expect, it } from 'vitest'
import { RATE_ROW_COUNT, RATE_ROWS } from '../parameter-layout.ts'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, normalTensor, relativeError } from '../test-tensors.ts'
import type { FlatMatrix } from './flat-matrices.ts'
import { larsDescend } from './lars-descend.ts'
import { larsNorms } from './lars-norms.ts'
import { RATE_MODES } from './rates.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

/** Of two groups, with gaps between them in the flat buffers; the second takes more than one workgroup. */
const MATRICES: readonly FlatMatrix[] = [
  { offset: 128, row: RATE_ROWS.headWeight, rows: 36, columns: 8, outputs: 7 },
  { offset: 640, row: RATE_ROWS.convWeight, rows: 460, columns: 40, outputs: 40 },
  { offset: 19_200, row: RATE_ROWS.convWeight, rows: 4, columns: 4, outputs: 4 },
]
const ELEMENTS = 19_328
const RATES = { headWeight: [0.02, 0.3], convWeight: [0.005, 0.256] } as const

function rates(mode: number): Float32Array {
  const table = new Float32Array(4 * RATE_ROW_COUNT)
  table.set([...RATES.headWeight, mode], 4 * RATE_ROWS.headWeight)
  table.set([...RATES.convWeight, mode], 4 * RATE_ROWS.convWeight)
  return table
}

const FORMULA = { momentum: 0.9, nesterov: true, epsilon: 0.01 }
const weights = normalTensor('weights', ELEMENTS)
const velocity = normalTensor('velocity', ELEMENTS, { deviation: 0.1 })
const gradients = normalTensor('gradients', ELEMENTS, { deviation: 1e-3 })

async function step(dialect: 'withRate' | 'withoutRate', mode: number) {
  const options = { matrices: MATRICES, elements: ELEMENTS }
  const { norms } = await runKernel(device, larsNorms(options), {
    weights,
    gradients,
    rates: rates(mode),
  })
  const descend = larsDescend({ ...options, ...FORMULA, velocity: dialect, half: true })
  const ended = await runKernel(device, descend, {
    weights,
    velocity,
    gradients,
    norms: new Float32Array(norms),
    rates: rates(mode),
  })
  return {
    weights: new Float32Array(ended.weights),
    velocity: new Float32Array(ended.velocity),
    halves: decode(ended.weights16, 'f16'),
  }
}

const norm = (values: Float64Array) => Math.hypot(...values)

/** In double precision, as `recipes` has it: the norm of the gradient counts its decay. */
function expectedStep(matrix: FlatMatrix, dialect: 'withRate' | 'withoutRate') {
  const { offset, rows, columns, row } = matrix
  const [rate, decay] = row === RATE_ROWS.convWeight ? RATES.convWeight : RATES.headWeight
  const part = (flat: Float32Array) =>
    Float64Array.from(flat.subarray(offset, offset + rows * columns))
  const w = part(weights)
  const g = part(gradients)
  const h = g.map((value, i) => value + decay * w[i])
  const r = rate * (norm(w) / (norm(h) + FORMULA.epsilon))
  const { momentum: m } = FORMULA
  if (dialect === 'withRate') {
    const v = part(velocity).map((value, i) => m * value - r * h[i])
    return { velocity: v, weights: w.map((value, i) => value - r * h[i] + m * v[i]) }
  }
  const v = part(velocity).map((value, i) => m * value + h[i])
  return { velocity: v, weights: w.map((value, i) => value - r * (h[i] + m * v[i])) }
}

describe('a step of LARS', () => {
  it.each(['withRate', 'withoutRate'] as const)(
    '%s, is as in double precision',
    async (dialect) => {
      const found = await step(dialect, RATE_MODES.adapt)
      const untouched = weights.slice()
      for (const matrix of MATRICES) {
        const { offset, rows, columns } = matrix
        const [from, to] = [offset, offset + rows * columns]
        const expected = expectedStep(matrix, dialect)
        const after = found.weights.subarray(from, to)
        expect(relativeError(after, expected.weights)).toBeLessThan(1e-6)
        expect(relativeError(found.velocity.subarray(from, to), expected.velocity)).toBeLessThan(
          1e-6,
        )
        expect([...found.halves.subarray(from, to)]).toEqual([...asStored(after, 'f16')])
        untouched.set(after, from)
      }
      expect([...found.weights]).toEqual([...untouched])
    },
  )

  it('changes nothing where its groups rest', async () => {
    const found = await step('withRate', RATE_MODES.leave)
    expect([...found.weights]).toEqual([...weights])
    expect([...found.velocity]).toEqual([...velocity])
  })
})
