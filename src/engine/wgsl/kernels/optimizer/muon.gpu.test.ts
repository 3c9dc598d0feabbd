import { expect, it } from 'vitest'
import { JORDANS_POLYNOMIAL as coefficients } from '../../../../recipe/schema/optimiser.ts'
import { NEWTON_SCHULZ_ITERATIONS } from '../../../newton-schulz.ts'
import { loadGoldens } from '../../../testing/goldens.ts'
import { RATE_ROW_COUNT, RATE_ROWS } from '../../codegen/parameter-rows.ts'
import { runKernel } from '../../selftest/run-kernel.ts'
import { relativeError } from '../../selftest/tensors.ts'
import { openTestDevice } from '../../testing/device.ts'
import type { FlatMatrix } from './flat-matrices.ts'
import { muonGram } from './muon-gram.ts'
import { muonMomentum } from './muon-momentum.ts'
import { muonMultiply } from './muon-multiply.ts'
import { muonPolynomial } from './muon-polynomial.ts'
import { RATE_MODES } from '../../codegen/rates.ts'

/** Orthogonalises updates, one matrix after the other, as the engine chains the kernels; the velocity is 0 before. */
async function orthogonalise(
  device: GPUDevice,
  matrices: readonly FlatMatrix[],
  updates: Float32Array,
): Promise<Float32Array> {
  const elements = updates.length
  const rates = new Float32Array(4 * RATE_ROW_COUNT)
  rates.set([0.24, 0, RATE_MODES.orthogonalise], 4 * RATE_ROWS.convWeight)
  const momentum = { matrices, elements, momentum: 0.6, nesterov: false }
  const begun = await runKernel(device, muonMomentum(momentum), {
    weights: new Float32Array(elements),
    gradients: updates,
    velocity: new Float32Array(elements),
    rates,
  })
  const norms = new Float32Array(begun.norms)
  let x = new Float32Array(begun.x)
  for (let i = 0; i < NEWTON_SCHULZ_ITERATIONS; i++) {
    const first = i === 0
    const { gram } = await runKernel(device, muonGram(matrices), { x })
    const scale = first ? { norms } : {}
    const { polynomial } = await runKernel(
      device,
      muonPolynomial({ matrices, first, coefficients }),
      {
        gram: new Float32Array(gram),
        ...scale,
      },
    )
    const { y } = await runKernel(device, muonMultiply({ matrices, first, coefficients }), {
      x,
      polynomial: new Float32Array(polynomial),
      ...scale,
    })
    x = new Float32Array(y)
  }
  return x
}

it.each(loadGoldens('muon'))('orthogonalises as PyTorch: $name', async (golden) => {
  const cases = golden.description.cases.map(({ name }) => {
    const { shape } = golden.tensor(`${name}/update`)
    const columns = shape[shape.length - 1]
    const update = golden.floats(`${name}/update`)
    return { name, update, rows: update.length / columns, columns }
  })
  let offset = 0
  const matrices = cases.map(({ update, rows, columns }) => {
    const matrix = { offset, row: RATE_ROWS.convWeight, rows, columns, outputs: columns }
    offset += update.length
    return matrix
  })
  const updates = new Float32Array(offset)
  cases.forEach(({ update }, i) => updates.set(update, matrices[i].offset))
  const x = await orthogonalise(await openTestDevice(), matrices, updates)
  for (const [i, { name, update }] of cases.entries()) {
    const actual = x.subarray(matrices[i].offset, matrices[i].offset + update.length)
    expect(relativeError(actual, golden.floats(`${name}/orthogonal`)), name).toBeLessThan(1e-5)
  }
})
