import { expect, it } from 'vitest'
import { openSharedDevice } from '../testing/run.ts'
import type { CaseResult } from './run-case.ts'
import { freshSeed } from '../../../random/fresh-seed.ts'
import { createSelfTest } from './self-test.ts'

const seed = Number(process.env.LAB94_SEED ?? freshSeed())

it(`every case of every kernel, slow ones too, LAB94_SEED=${seed}`, async () => {
  const test = createSelfTest(await openSharedDevice(), 'thorough')
  const results: CaseResult[] = []
  await test.run({
    seed,
    onResult: (result) => results.push(result),
    signal: new AbortController().signal,
  })
  expect(results.filter(({ passed }) => !passed)).toEqual([])
  expect(results).toHaveLength(test.cases)
})
