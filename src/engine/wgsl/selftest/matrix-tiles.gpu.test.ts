import { describe, expect, it } from 'vitest'
import { freshSeed } from '../../../random/fresh-seed.ts'
import { startDawn } from '../../../headless/device/dawn.ts'
import { openDevice } from '../../device/device.ts'
import { deviceProfile } from '../plan/limits.ts'
import { matrixCases } from './cases/convolution.ts'
import { caseTitle, runCase } from './run-case.ts'
import { createSelfTest, isInScope } from './self-test.ts'

const seed = Number(process.env.LAB94_SEED ?? freshSeed())
// Without the toggle, Dawn offers no subgroup matrices.
const opened = await openDevice(startDawn(['allow_unsafe_apis']), { matrices: true })
const { matrices } = deviceProfile(opened)
const { software, name } = opened.adapter
const cases = (matrices ? matrixCases(matrices) : []).filter(
  (kernelCase) => !software || isInScope(kernelCase, 'tests'),
)

describe(`${cases.length} cases of subgroup matrices on ${name}, LAB94_SEED=${seed}`, () => {
  it('are part of the self-test if the adapter has usable ones', () => {
    expect(createSelfTest(opened, 'tests').matrices).toBe(cases.length)
    expect(cases.length > 0).toBe(matrices !== null)
  })

  it.concurrent.each(cases.map((kernelCase) => [caseTitle(kernelCase), kernelCase] as const))(
    '%s',
    async (_title, kernelCase) => {
      expect((await runCase(opened.device, kernelCase, seed)).problem).toBeNull()
    },
  )
})
