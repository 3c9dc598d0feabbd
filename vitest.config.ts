import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { vulkanEnvironment } from './scripts/requirements/vulkan.mjs'
import { isolatedTests } from './scripts/test-run/isolated-tests.mjs'

// Before the test processes start: the Vulkan loader reads it from the environment they inherit.
Object.assign(process.env, vulkanEnvironment())

// Mesa compiles kernels for most of the GPU tests' time, once each: the next run finds them here.
const kernelCache = fileURLToPath(new URL('.cache/mesa', import.meta.url))
mkdirSync(kernelCache, { recursive: true })
process.env.MESA_SHADER_CACHE_DIR ??= kernelCache

const FOLDERS = ['src', 'scripts', 'bench']
const LONG = FOLDERS.map((folder) => `${folder}/**/*.long.test.ts`)
const GPU = ['src/**/*.gpu.test.ts']
const ISOLATED = isolatedTests(fileURLToPath(new URL('.', import.meta.url)), FOLDERS)

export default defineConfig({
  test: {
    // One fewer by default, which on two cores is one.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: 'unit',
          include: FOLDERS.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
          exclude: [...GPU, ...LONG, ...ISOLATED],
          testTimeout: 20_000,
          // Loading modules anew for each file takes as long as the tests.
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'unit-isolated',
          include: ISOLATED,
          exclude: [...GPU, ...LONG],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'gpu',
          include: GPU,
          testTimeout: 180_000,
          hookTimeout: 60_000,
          // Software adapters use every core while a kernel runs, but not while a test computes what to expect.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['src/**/*.fuzz.test.ts'],
          testTimeout: 3_600_000,
          fileParallelism: false,
          env: { LAB94_FUZZ_CASES: '100000' },
        },
      },
      {
        test: {
          name: 'long',
          include: LONG,
          testTimeout: 1_800_000,
          hookTimeout: 600_000,
          // Many of them wait for a browser or another process.
          maxWorkers: 2,
        },
      },
    ],
  },
})
