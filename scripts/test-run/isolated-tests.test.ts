import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { isolatedTests, needsIsolation } from './isolated-tests.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('isolates tests that replace modules, or measure time and memory', () => {
  const isolated = isolatedTests(root, ['src', 'scripts'])
  expect(isolated).toContain('src/ui/controls/attempt.test.ts')
  expect(isolated).toContain('src/model/safetensors.fuzz.test.ts')
  expect(isolated).not.toContain('src/model/shapes.test.ts')
})

it.each([
  "vi.mock('./notice.tsx')",
  'vi.useFakeTimers()',
  "process.env.CI = '1'",
  'expect(tf.memory().numTensors).toBe(0)',
])('isolates a test with %s', (line) => {
  expect(needsIsolation(line)).toBe(true)
  expect(needsIsolation('expect(1).toBe(1)')).toBe(false)
})
