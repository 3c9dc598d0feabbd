import { describe } from 'vitest'
import { describeGoldenRuns, describeGoldenSteps } from '../testing/golden-suite.ts'
import { loadGoldens } from '../testing/goldens.ts'
import type { EngineSpec } from '../engine.ts'
import { createWgslEngine } from './engine.ts'
import { openSharedDevice } from './testing/run.ts'

/** The others are in the long tests: drivers compile kernels of wide networks for minutes. */
const QUICK = ['tiny', 'tiny-cutmix', 'no-norm', 'lars', 'hlb', 'e1']

describe('the planned engine', () => {
  const create = async (spec: EngineSpec) => createWgslEngine(await openSharedDevice(), spec)
  const goldens = loadGoldens('training', QUICK)
  describeGoldenSteps(create, goldens)
  describeGoldenRuns(create, goldens)
})
