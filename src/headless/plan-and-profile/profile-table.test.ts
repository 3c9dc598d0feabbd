import { expect, it } from 'vitest'
import type { Peak, Profile } from '../../engine/inspection/profile.ts'
import { presetNamed } from '../../recipe/presets.ts'
import { profileReport, profileTable } from './profile-table.ts'

const PEAK: Peak = { flopsPerSecond: { f32: 1e12, f16: null }, bytesPerSecond: 1e11 }
const kernel = (label: string, milliseconds: number, flops: number) => ({
  phase: 'forward',
  layer: 'a',
  kernel: label,
  milliseconds,
  flops,
  bytes: 2 ** 20,
})
const PROFILE: Profile = {
  precision: 'f32',
  batchSize: 64,
  microBatches: 2,
  kernels: [kernel('conv 8', 1, 5e8), kernel('conv 4', 2, 5e8), kernel('sgd of 64', 1, 0)],
}

it('adds up by kind, and compares work with the peak', () => {
  const report = profileReport(presetNamed('page-10'), 'a GPU', PROFILE, PEAK)
  expect(report.kernels[0].percentOfPeak).toBeCloseTo(50, 9)
  expect(report.totals).toEqual({ milliseconds: 4, flops: 1e9, percentOfPeak: 25 })
  const lines = profileTable(report).split('\n')
  expect(lines[1]).toMatch(/^forward +a +conv 8 +1\.000 +25\.0% +0\.50 +1\.0 +50\.0$/)
  expect(lines).toContainEqual(expect.stringMatching(/^conv +2 +3\.000 +75\.0%$/))
  expect(lines.at(-3)).toMatch(
    /batch 64 in 2 micro-batches: 4\.0 ms .* 25\.0% of the measured 1\.00 TFLOP/,
  )
})

it('compares the time at 100% efficiency with the measured pace', () => {
  const report = profileReport(presetNamed('page-10'), 'a GPU', PROFILE, PEAK)
  // Page's network takes 2.2735 GFLOP per training image.
  const flops = 970 * 512 * 2.2735e9
  expect(report.training.flops / flops).toBeCloseTo(1, 4)
  expect(report.training.perfectSeconds / (flops / 1e12)).toBeCloseTo(1, 4)
  expect(report.training).toMatchObject({ steps: 970, kernelSeconds: 3.88 })
  expect(profileTable(report)).toContain(
    'All 970 steps on the full set: 1.13 PFLOP, 1129 s at 100% of that peak, 3.88 s of kernels at this pace.',
  )
})
