import { describe, expect, it } from 'vitest'
import { beginKernelTest, reduceKernelTest } from '../../runs/inspection/kernel-test.ts'
import type { AdapterReport } from '../../worker/protocol.ts'
import { precisionWords } from './precision-words.ts'
import { gpuReport } from './report.ts'

const ADAPTER: AdapterReport = {
  name: 'NVIDIA Ampere',
  backend: 'webgpu',
  software: false,
  shaderF16: false,
  missing: null,
  details: {
    vendor: 'nvidia',
    architecture: 'ampere',
    description: '',
    features: ['subgroups', 'timestamp-query'],
    subgroups: { least: 32, most: 32 },
    limits: { maxBufferSize: 2_147_483_648 },
    noF16Reason: 'The browser disables 16 bits (f16) with this driver.',
  },
}

const NOTHING = {
  adapter: null,
  peak: null,
  kernelTest: null,
  run: null,
  problem: null,
  longest: null,
}
const AROUND = { userAgent: 'Mozilla/5.0', code: 'abc1234' }

describe('gpuReport', () => {
  it('has all that is known, a line each', () => {
    const wrong = {
      type: 'result',
      result: {
        kernel: 'add',
        name: 'a case',
        storage: 'f32',
        error: 1,
        tolerance: 1e-5,
        passed: false,
        problem: 'add: sum is off.',
      },
    } as const
    const report = gpuReport(
      {
        ...NOTHING,
        adapter: ADAPTER,
        peak: { flopsPerSecond: { f32: 1.42e13, f16: null }, bytesPerSecond: 2e11 },
        kernelTest: reduceKernelTest(beginKernelTest(7), wrong),
        longest: 34.4,
      },
      AROUND,
    )
    for (const line of [
      '- lab94: abc1234',
      '- Browser: Mozilla/5.0',
      '- Adapter: NVIDIA Ampere, webgpu',
      '- Vendor, architecture, description: nvidia, ampere, (not reported)',
      '- Features: subgroups, timestamp-query',
      '- Limits: maxBufferSize 2147483648',
      '- Peak: 1.42e+13 FLOP/s in f32, none in f16, 2.00e+11 B/s',
      '- Kernels: running: 0 of ? passed, 1 failed, seed 7',
      '- Longest task of the page: 34 ms',
      '- Failed: add f32, a case: add: sum is off.',
    ]) {
      expect(report.split('\n')).toContain(line)
    }
    expect(report).toMatch(/Precision: The browser disables 16 bits/)
  })

  it('is short if nothing is known', () => {
    expect(gpuReport(NOTHING, AROUND).trim().split('\n')).toHaveLength(2)
  })
})

describe('precisionWords', () => {
  it('says why there is no f16, or how the precision is chosen', () => {
    expect(precisionWords(ADAPTER, null)).toMatch(/^The browser disables .* 32 bits/)
    const details = ADAPTER.details && { ...ADAPTER.details, noF16Reason: null }
    expect(precisionWords({ ...ADAPTER, details }, null)).toMatch(/^Both 16 bits/)
    expect(precisionWords({ ...ADAPTER, details, software: true }, null)).toMatch(/CPU/)
    expect(precisionWords({ ...ADAPTER, details: null }, null)).toMatch(/^TensorFlow\.js/)
  })
})
