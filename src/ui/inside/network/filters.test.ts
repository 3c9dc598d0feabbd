import { describe, expect, it } from 'vitest'
import { buildNetwork } from '../../../model/networks.ts'
import { presetNamed } from '../../../recipe/presets.ts'
import { composed, filterPixels, firstLayers } from './filters.ts'

const namesIn = (preset: string) => {
  const found = firstLayers(buildNetwork(presetNamed(preset).recipe.network))
  return [found?.first.name, found?.behind?.name]
}

describe('firstLayers', () => {
  it('finds what can be seen of each family', () => {
    expect(namesIn('page-10')).toEqual(['whitening', 'prep.conv'])
    expect(namesIn('page-79')).toEqual(['prep.conv', undefined])
    expect(namesIn('airbench94')[1]).toBeUndefined()
  })
})

describe('filterPixels', () => {
  it('draws 0 grey and the largest weight full', () => {
    const values = Float32Array.from({ length: 12 * 2 }, (_, i) => (i === 3 ? -2 : i === 5 ? 1 : 0))
    const pixels = filterPixels({ side: 2, count: 2, values }, 1)
    expect(pixels.slice(0, 4)).toEqual(Uint8ClampedArray.of(128, 0, 191, 255))
  })
})

describe('composed', () => {
  it('adds filters by the weights behind them', () => {
    const values = Float32Array.from({ length: 12 * 2 }, (_, i) => i)
    const both = composed({ side: 2, count: 2, values }, Float32Array.of(1, 0, 0, 10, 0, 1))
    expect(both.count).toBe(3)
    // Tap 1 of the filters is 2 and 3.
    expect(both.values.slice(3, 6)).toEqual(Float32Array.of(2 + 30, 0, 3))
  })
})
