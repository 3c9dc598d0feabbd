import { describe } from 'vitest'
import { describeGoldenRuns, describeGoldenSteps } from '../testing/golden-suite.ts'
import type { EngineSpec } from '../engine.ts'
import { createTfjsEngine } from './index.ts'
import { openTestBackend } from './testing/backend.ts'

// The fallback without WebGPU; its steps take seconds.
describe('TensorFlow.js on the CPU', () => {
  const create = async (spec: EngineSpec) => createTfjsEngine(await openTestBackend('cpu'), spec)
  describeGoldenSteps(create)
  describeGoldenRuns(create)
})

describe('TensorFlow.js on WebGPU', () => {
  const create = async (spec: EngineSpec) => createTfjsEngine(await openTestBackend('webgpu'), spec)
  describeGoldenSteps(create)
  describeGoldenRuns(create)
})
