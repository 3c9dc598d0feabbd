import { defineConfig } from 'vitest/config'
import { vulkanEnvironment } from './scripts/vulkan.mjs'

// Before the test processes start: the Vulkan loader reads it from the environment they inherit.
Object.assign(process.env, vulkanEnvironment())

const LONG = ['src/**/*.long.test.ts', 'scripts/**/*.long.test.ts']
const GPU = ['src/**/*.gpu.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
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
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long',
          include: LONG,
          testTimeout: 1_800_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
