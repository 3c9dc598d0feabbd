import { describe, expect, it } from 'vitest'
import { multiplyAdd } from './peak-kernels.ts'
import { measurePeak } from './peak.ts'
import { runKernel } from '../selftest/run-kernel.ts'
import { openSharedDevice } from '../testing/run.ts'

describe('multiplyAdd', () => {
  const ROUNDS = 5
  const FACTOR = 0.5

  it.each([1, 8] as const)('does the work it counts, in %i chains', async (unroll) => {
    const { device } = await openSharedDevice()
    for (const precision of ['f32', 'f16'] as const) {
      for (const lanes of [1, 4] as const) {
        const { results } = await runKernel(device, multiplyAdd({ precision, lanes, unroll }, 3), {
          factor: Float32Array.of(FACTOR),
          rounds: Uint32Array.of(ROUNDS, 0, 0, 0),
        })
        let expected = 0
        for (let chain = 0; chain < unroll; chain++) {
          let x = chain
          for (let round = 0; round < ROUNDS; round++) x = x * FACTOR + 1
          expected += x
        }
        for (const result of new Float32Array(results)) expect(result).toBeCloseTo(expected, 2)
      }
    }
  })
})

describe('measurePeak', () => {
  it('finds a rate for each precision and for copies', async () => {
    const opened = await openSharedDevice()
    const { flopsPerSecond, bytesPerSecond } = await measurePeak(opened)
    expect(flopsPerSecond.f32).toBeGreaterThan(0)
    expect(flopsPerSecond.f16 !== null).toBe(opened.adapter.shaderF16)
    expect(Number.isFinite(bytesPerSecond) && bytesPerSecond > 0).toBe(true)
  })
})
