import { describe, expect, it } from 'vitest'
import { buildNetwork } from '../../../model/networks.ts'
import { elementCount } from '../../../model/parameters.ts'
import { PRESETS, presetNamed } from '../../../recipe/presets.ts'
import { blockRows, gatherTensor, layoutParameters, scatterTensor } from './parameter-layout.ts'
import { BLOCK_ELEMENTS, FIRST_STATISTICS_ROW, FROZEN_ROW } from '../codegen/parameter-rows.ts'

const layoutOf = (name: string) => layoutParameters(buildNetwork(presetNamed(name).recipe.network))

describe('layoutParameters', () => {
  it.each(PRESETS.map(({ name }) => name))('gives every tensor of %s its own range', (name) => {
    const layout = layoutOf(name)
    const tensors = [...layout.parameters, ...layout.statistics]
    const ends = tensors
      .map(({ offset, paddedShape }) => ({ offset, end: offset + elementCount(paddedShape) }))
      .sort((a, b) => a.offset - b.offset)
    ends.forEach(({ offset, end }, i) => {
      expect((4 * offset) % 256).toBe(0)
      expect((2 * offset) % 256).toBe(0)
      expect(end).toBeLessThanOrEqual(ends[i + 1]?.offset ?? layout.elements)
    })
  })

  it('puts what never changes behind all else', () => {
    const layout = layoutOf('airbench94')
    for (const { offset, spec } of layout.parameters) {
      expect(offset >= layout.updated).toBe(!spec.trainable)
    }
    for (const { offset } of layout.statistics) expect(offset).toBeLessThan(layout.updated)
    expect(layout.updated % BLOCK_ELEMENTS).toBe(0)
  })

  it('pads the image’s 3 channels, the 27 whitening filters and the 10 classes', () => {
    const shapes = Object.fromEntries(
      layoutOf('page-10').parameters.map(({ name, paddedShape }) => [name, paddedShape]),
    )
    expect(shapes['whitening.weight']).toEqual([3, 3, 4, 28])
    expect(shapes['prep.conv.weight']).toEqual([1, 1, 28, 64])
    expect(shapes['head.weight']).toEqual([512, 12])
  })
})

describe('blockRows', () => {
  it('names the row of rates of each block', () => {
    const layout = layoutOf('airbench94')
    const rows = blockRows(layout)
    for (const { offset, paddedShape, row } of [...layout.parameters, ...layout.statistics]) {
      if (offset >= layout.updated) continue
      expect(rows[offset / BLOCK_ELEMENTS]).toBe(row)
      expect(rows[Math.ceil((offset + elementCount(paddedShape)) / BLOCK_ELEMENTS) - 1]).toBe(row)
    }
    expect(new Set(rows)).toEqual(new Set([0, 1, 2, 4, FIRST_STATISTICS_ROW, FROZEN_ROW]))
  })
})

describe('scatterTensor', () => {
  it('keeps existing values in the padding, which gatherTensor removes', () => {
    const layout = layoutOf('page-10')
    const whitening = layout.parameters.find(({ name }) => name === 'whitening.weight')
    if (!whitening) throw new Error('page-10 whitens.')
    const values = Float32Array.from({ length: 3 * 3 * 3 * 27 }, (_, i) => i + 1)
    const flat = new Float32Array(layout.elements)
    scatterTensor(whitening, values, flat)
    const at = (y: number, x: number, i: number, o: number) =>
      flat[whitening.offset + ((y * 3 + x) * 4 + i) * 28 + o]
    expect(at(1, 2, 1, 5)).toBe((1 * 3 + 2) * 3 * 27 + 27 + 5 + 1)
    expect(at(1, 2, 3, 5)).toBe(0)
    expect(at(1, 2, 1, 27)).toBe(0)
    expect(gatherTensor(whitening, flat)).toEqual(values)
  })
})
