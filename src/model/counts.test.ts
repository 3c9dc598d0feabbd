import { describe, expect, it } from 'vitest'
import { presetNamed } from '../recipe/presets.ts'
import { countNetwork } from './counts.ts'
import { buildNetwork } from './networks.ts'

const countsOf = (preset: string) => countNetwork(buildNetwork(presetNamed(preset).recipe.network))

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

  it('counts each layer of airbench94', () => {
    const macs = countsOf('airbench94').layers.flatMap((layer) =>
      layer.macs > 0 ? layer.macs : [],
    )
    expect(macs).toEqual([
      276_768, 13_284_864, 8_294_400, 33_177_600, 28_901_376, 28_901_376, 5_308_416, 2560,
    ])
  })
})
