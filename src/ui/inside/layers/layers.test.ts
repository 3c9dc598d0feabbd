import { describe, expect, it } from 'vitest'
import { presetNamed } from '../../../recipe/presets.ts'
import { layerWords, shapeWords } from './layer-words.ts'
import { layerTable } from './layers.ts'

describe('layerTable', () => {
  it('gives every layer of Page’s network its shape, numbers and operations', () => {
    const { rows, parameters, flops } = layerTable(presetNamed('page-10').recipe.network)
    const first = rows.slice(0, 2)
    expect(first.map(({ layers }) => layers.map(layerWords))).toEqual([
      ['whitening 3 × 3'],
      ['conv 1 × 1', 'ghost batch norm, groups of 32', 'CELU'],
    ])
    expect(first.map(({ output }) => shapeWords(output))).toEqual(['32 × 32 × 27', '32 × 32 × 64'])
    expect(first.map((row) => row.parameters)).toEqual([729, 1728 + 2 * 64])
    expect(first.map((row) => row.flops)).toEqual([2 * 746_496, 2 * 1_769_472])
    expect(flops).toBe(2 * 380_008_448)
    expect(rows.reduce((sum, row) => sum + row.parameters, 0)).toBe(parameters)
    expect(rows.reduce((sum, row) => sum + row.flops, 0)).toBe(flops)
  })
})
