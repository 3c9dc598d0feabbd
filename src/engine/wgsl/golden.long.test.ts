import { describe } from 'vitest'
import { describeGoldenRuns, describeGoldenSteps } from '../testing/golden-suite.ts'
import type { EngineSpec } from '../engine.ts'
import { createWgslEngine } from './engine.ts'
import { openSharedDevice } from './testing/run.ts'

describe('the planned engine', () => {
  const create = async (spec: EngineSpec) => createWgslEngine(await openSharedDevice(), spec)
  describeGoldenSteps(create)
  describeGoldenRuns(create)
})
