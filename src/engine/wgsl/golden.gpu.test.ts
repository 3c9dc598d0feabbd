import { describe } from 'vitest'
import { describeGoldenSteps } from '../test-golden-suite.ts'
import { createWgslEngine } from './engine.ts'
import { openSharedDevice } from './test-run.ts'

describe('the planned engine', () => {
  describeGoldenSteps(async (spec) => createWgslEngine(await openSharedDevice(), spec))
})
