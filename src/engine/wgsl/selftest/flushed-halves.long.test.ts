import { beforeAll, describe, expect, it } from 'vitest'
import { freshSeed } from '../../../random/fresh-seed.ts'
import type { StorageType } from '../codegen/kernel.ts'
import { flushed, flushingDevice } from '../testing/flushing-device.ts'
import { openSharedDevice } from '../testing/run.ts'
import type { ExpectedOutput } from './kernel-case.ts'
import { caseTitle, checkOutputs } from './run-case.ts'
import { runKernel } from './run-kernel.ts'
import { isInScope, SELF_TEST_CASES } from './self-test.ts'
import { CaseRandom } from './tensors.ts'

const seed = Number(process.env.LAB94_SEED ?? freshSeed())

/** Inputs with a quarter of the values near the smallest f16, as a driver that flushes subnormals would store them. */
class FlushedRandom extends CaseRandom {
  override stored(
    name: string,
    count: number,
    storage: StorageType,
    distribution?: { readonly mean?: number; readonly deviation?: number },
  ): Float32Array<ArrayBuffer> {
    const values = super.stored(name, count, storage, distribution)
    if (storage === 'f32') return values
    const small = this.words(`${name}/small`, count)
    return values.map((value, i) => flushed(small[i] % 4 === 0 ? value * 2 ** -13 : value))
  }
}

const flushedOutput = (output: ExpectedOutput): ExpectedOutput =>
  output.as === 'f16' ? { ...output, values: Array.from(output.values, flushed) } : output

const isSubnormal = (bits: number) => (bits & 0x7c00) === 0 && (bits & 0x3ff) !== 0

const cases = SELF_TEST_CASES.filter(
  (kernelCase) => kernelCase.storage === 'f16' && isInScope(kernelCase, 'tests'),
)

let device: GPUDevice
beforeAll(async () => {
  device = flushingDevice((await openSharedDevice()).device)
})

describe.concurrent(`kernels where halves have no subnormals, LAB94_SEED=${seed}`, () => {
  it.each(cases.map((kernelCase) => [caseTitle(kernelCase), kernelCase] as const))(
    '%s',
    async (title, kernelCase) => {
      const { kernel, inputs, expected } = kernelCase.problem(new FlushedRandom(seed, title))
      const outputs = await runKernel(device, kernel, inputs)
      const wanted = { kernel, inputs, expected: expected.map(flushedOutput) }
      expect(checkOutputs(wanted, outputs).problem).toBeNull()
      for (const { buffer, as } of expected) {
        if (as !== 'f16') continue
        expect([...new Uint16Array(outputs[buffer])].filter(isSubnormal)).toEqual([])
      }
    },
  )
})
