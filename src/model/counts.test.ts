import { describe, expect, it } from 'vitest'
import { presetNamed } from '../recipe/presets.ts'
import { countNetwork } from './counts.ts'
import { buildNetwork } from './networks.ts'

const countsOf = (preset: string) => countNetwork(buildNetwork(presetNamed(preset).recipe.network))

const layerMacs = (preset: string) =>
  countsOf(preset).layers.flatMap(({ macs }) => (macs > 0 ? macs : []))

describe('countNetwork', () => {
  it('counts Page’s baseline', () => {
    expect(countsOf('page-79')).toMatchObject({
      parameters: 6_573_120,
      trainableParameters: 6_573_120,
      macs: 379_261_952,
    })
  })

  it('counts Page’s last network', () => {
    const trainable = 6_568_640 + 2240
    expect(countsOf('page-10')).toMatchObject({
      parameters: trainable + 729 + 2240,
      trainableParameters: trainable,
      macs: 380_008_448,
    })
  })

  it('counts airbench94, and its frozen batch-norm scales beside the 1,971,640 parameters its author names', () => {
    expect(countsOf('airbench94')).toMatchObject({
      parameters: 1_971_640 + 1152,
      trainableParameters: 1_971_352,
      macs: 118_147_360,
    })
  })

  it('counts the DAWNBench ResNet', () => {
    // Convolutions with their arms, then the head with its bias, then scale and bias of every batch norm.
    const stages = [147_456, 516_096 + 8192, 2_064_384 + 32_768, 2_359_296 + 65_536]
    const convolutions = stages.reduce((sum, stage) => sum + stage, 1728)
    expect(countsOf('page-297').parameters).toBe(convolutions + 5130 + 2 * 2624)
    expect(countsOf('page-bkj').parameters).toBe(convolutions + 5130 + 2 * 2688)
    expect(countsOf('page-4-1').parameters).toBe(1728 + 8192 + 32_768 + 65_536 + 5130 + 2 * 1216)
  })

  it.each([
    ['hlb', 162_976_544, 4_330_000],
    ['airbench95', 301_560_864, 4_600_000],
  ])('counts %s: %i multiply-adds and about %i parameters', (preset, macs, parameters) => {
    const counts = countsOf(preset)
    expect(counts.macs).toBe(macs)
    expect(counts.parameters / parameters).toBeCloseTo(1, 2)
  })

  it.each([
    ['page-79', 2.272],
    ['page-10', 2.2735],
    ['airbench94', 0.7078],
  ])('counts %s’s training at %d GFLOP an image', (preset, gflop) => {
    expect(countsOf(preset).trainingFlops / 1e9).toBeCloseTo(gflop, 4)
  })

  it.each([
    ['page-79', 1_232_394],
    ['page-10', 915_978],
    ['airbench94', 356_602],
  ])('counts the tensors of %s’s forward pass: %i elements an image', (preset, elements) => {
    expect(countsOf(preset).activations).toBe(elements)
  })

  it('counts each layer of Page’s last network', () => {
    const [whitening, prep, stage, residual, head] = [
      746_496, 1_769_472, 75_497_472, 37_748_736, 5120,
    ]
    const branch = [residual, residual]
    const stages = [stage, ...branch, stage, stage, ...branch]
    expect(layerMacs('page-10')).toEqual([whitening, prep, ...stages, head])
    expect(layerMacs('page-79')).toEqual([prep, ...stages, head])
  })

  it('counts each layer of airbench94', () => {
    expect(layerMacs('airbench94')).toEqual([
      276_768, 13_284_864, 8_294_400, 33_177_600, 28_901_376, 28_901_376, 5_308_416, 2560,
    ])
  })
})
