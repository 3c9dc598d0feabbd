import { describe } from 'vitest'
import { describeGoldenSteps } from '../testing/golden-suite.ts'
import { loadGoldens } from '../testing/goldens.ts'
import { createTfjsEngine } from './index.ts'
import { openTestBackend } from './testing/backend.ts'

/** Fast ones. The others, of like networks, are in the long tests: page-10 alone takes three times as long as all these. */
const FAST = ['tiny', 'tiny-cutmix', 'no-norm', 'lars', 'page-79', 'e1']

describe('TensorFlow.js on WebGPU', () => {
  describeGoldenSteps(
    async (spec) => createTfjsEngine(await openTestBackend('webgpu'), spec),
    loadGoldens('training', FAST),
  )
})
