import { expect, it } from 'vitest'
import type { Profile } from '../../../engine/inspection/profile.ts'
import { presetNamed } from '../../../recipe/presets.ts'
import { layerTable } from '../layers/layers.ts'
import { layerTimes } from './layer-times.ts'

const kernel = (layer: string, milliseconds: number, flops: number, bytes: number) => ({
  phase: 'forward',
  layer,
  kernel: 'k',
  milliseconds,
  flops,
  bytes,
})

const PROFILE: Profile = {
  precision: 'f32',
  batchSize: 512,
  microBatches: 1,
  kernels: [
    kernel('whitening', 1, 2e9, 0),
    kernel('prep.conv', 2, 1e9, 0),
    kernel('prep.norm', 4, 0, 3e6),
    kernel('prep.conv', 3, 1e9, 0),
    kernel('average', 5, 0, 1e6),
  ],
}

it('adds the kernels of a row, and those of none, with what the peak allows', () => {
  const { rows } = layerTable(presetNamed('page-10').recipe.network)
  const peak = { flopsPerSecond: { f32: 1e12, f16: null }, bytesPerSecond: 1e9 }
  const times = layerTimes(rows, PROFILE, peak)
  expect(times.rows.slice(0, 3)).toEqual([
    { milliseconds: 1, atPeak: 2 },
    { milliseconds: 9, atPeak: 1 + 1 + 3 },
    { milliseconds: 0, atPeak: 0 },
  ])
  expect(times.rest).toEqual({ milliseconds: 5, atPeak: 1 })
  expect(times.all).toEqual({ milliseconds: 15, atPeak: 8 })
  expect(layerTimes(rows, PROFILE, null).all).toEqual({ milliseconds: 15, atPeak: null })
})
