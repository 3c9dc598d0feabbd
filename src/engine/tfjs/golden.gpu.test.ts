import { describe } from 'vitest'
import { describeGoldenSteps } from '../testing/golden-suite.ts'
import { createTfjsEngine } from './index.ts'
import { openTestBackend } from './testing/backend.ts'

describe('TensorFlow.js on WebGPU', () => {
  describeGoldenSteps(async (spec) => createTfjsEngine(await openTestBackend('webgpu'), spec))
})
