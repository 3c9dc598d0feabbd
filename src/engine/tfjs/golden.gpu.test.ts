import { describe } from 'vitest'
import { describeGoldenSteps } from '../test-golden-suite.ts'
import { createTfjsEngine } from './index.ts'
import { openTestBackend } from './test-backend.ts'

describe('TensorFlow.js on WebGPU', () => {
  describeGoldenSteps(async (spec) => createTfjsEngine(await openTestBackend('webgpu'), spec))
})
