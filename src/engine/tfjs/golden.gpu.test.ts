import { describe } from 'vitest'
import { describeGoldenSteps } from '../test-golden-suite.ts'
import { createTfjsEngine } from './index.ts'
import { openTestBackend } from './test-backend.ts'

describe.each(['webgpu', 'cpu'] as const)('TensorFlow.js on %s', (name) => {
  describeGoldenSteps(async (spec) => createTfjsEngine(await openTestBackend(name), spec))
})
