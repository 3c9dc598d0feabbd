import { describe } from 'vitest'
import { describeGoldenSteps } from '../test-golden-suite.ts'
import { createTfjsEngine } from './index.ts'
import { openTestBackend } from './test-backend.ts'

// The fallback where there is no WebGPU; its steps take seconds.
describe('TensorFlow.js on the processor', () => {
  describeGoldenSteps(async (spec) => createTfjsEngine(await openTestBackend('cpu'), spec))
})
