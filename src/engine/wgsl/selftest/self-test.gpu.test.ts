import { beforeAll, describe, expect, it } from 'vitest'
import type { OpenDevice } from '../../device/device.ts'
import { openSharedDevice } from '../testing/run.ts'
import { caseTitle, runCase } from './run-case.ts'
import { freshSeed } from '../../../random/fresh-seed.ts'
import { createSelfTest, isInScope, SELF_TEST_CASES } from './self-test.ts'

/** Random inputs each run; to repeat a failure, set LAB94_SEED to the seed it names. */
const seed = Number(process.env.LAB94_SEED ?? freshSeed())

let opened: OpenDevice
beforeAll(async () => {
  opened = await openSharedDevice()
})

const usual = SELF_TEST_CASES.filter((kernelCase) => isInScope(kernelCase, 'tests'))

// At once, since drivers compile a kernel on one processor core.
describe.concurrent(`kernels against references, LAB94_SEED=${seed}`, () => {
  it.each(usual.map((kernelCase) => [caseTitle(kernelCase), kernelCase] as const))(
    '%s',
    async (_title, kernelCase) => {
      expect((await runCase(opened.device, kernelCase, seed)).problem).toBeNull()
    },
  )
})

describe('the self-test', () => {
  it('has all these cases on an adapter with f16 and subgroups', () => {
    expect(createSelfTest(opened, 'tests').cases).toBe(usual.length)
    expect(createSelfTest(opened, 'thorough').cases).toBe(SELF_TEST_CASES.length)
  })

  it('ends where requested', async () => {
    const abort = new AbortController()
    let results = 0
    const onResult = () => {
      results++
      abort.abort()
    }
    await createSelfTest(opened, 'tests').run({ seed, onResult, signal: abort.signal })
    expect(results).toBe(1)
  })
})
