import { describe, expect, it } from 'vitest'
import type { ConvShape } from '../../src/engine/wgsl/kernels/conv/conv-shape.ts'
import { convolutionReport, convolutionTables } from './report.ts'

const SHAPE: ConvShape = {
  batch: 2,
  height: 8,
  width: 8,
  in: 16,
  out: 32,
  kernel: 3,
  stride: 1,
  padding: 'same',
  outHeight: 8,
  outWidth: 8,
}

const report = convolutionReport('a GPU', [
  {
    recipe: 'page-10',
    operation: { kind: 'weightGradient', shape: SHAPE },
    results: [
      { engine: 'wgsl', variant: 'guess', samples: [1, 2, 1] },
      { engine: 'wgsl', variant: 'other', samples: [2, 4, 2] },
      { engine: 'tfjs', variant: '', samples: [6, 8, 5] },
    ],
  },
])

describe('convolutionReport', () => {
  it('has a row per variant, with the operations of the task', () => {
    expect(report.rows.map(({ engine, variant, ms }) => [engine, variant, ms])).toEqual([
      ['wgsl', 'guess', 1],
      ['wgsl', 'other', 2],
      ['tfjs', '', 6],
    ])
    expect(report.rows[0].gflops).toBeCloseTo((2 * 2 * 64 * 9 * 16 * 32) / 1e6, 9)
    expect(report.rows[0]).toMatchObject({ direction: 'weightGradient', shape: '2x8x8 3x3x16x32' })
  })

  it('compares peers with the default tile', () => {
    expect(report.ratios.map(({ of, speed }) => [of, speed])).toEqual([['tfjs/wgsl', 5]])
  })

  it('prints one line per row', () => {
    const text = convolutionTables(report)
    expect(text.split('\n').filter((line) => line.startsWith('page-10'))).toHaveLength(4)
  })
})
