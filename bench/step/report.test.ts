import { describe, expect, it } from 'vitest'
import type { ContenderName } from '../options.ts'
import { stepReport, stepTables, type MeasuredStep, type RecipeMeasurements } from './report.ts'

function measured(
  name: ContenderName,
  engine: string,
  precision: 'f16' | 'f32',
  milliseconds: readonly number[],
  bytes: number,
): MeasuredStep {
  return {
    contender: { name, engine, precision },
    first: { dispatches: 72, submits: 1, bytes, loss: 2, milliseconds: milliseconds[0] },
    samples: milliseconds.map((time) => ({
      milliseconds: time,
      enqueueing: time / 100,
      processor: 2 * time,
    })),
  }
}

const MEASUREMENTS: RecipeMeasurements = {
  recipe: 'page-10',
  batch: 64,
  width: 0.25,
  flops: 8e9,
  measured: [
    measured('wgsl-f32', 'wgsl', 'f32', [400, 200, 200, 190], 2 ** 20),
    measured('wgsl-f16', 'wgsl', 'f16', [100, 100, 100, 100], 2 ** 19),
    measured('tfjs', 'tfjs', 'f32', [1200, 600, 700, 570], 2 ** 22),
  ],
}

const report = stepReport('a GPU', { f32: 160e9, f16: null }, [MEASUREMENTS])

describe('stepReport', () => {
  it('has a row per contender: medians, and the minimum of JavaScript time', () => {
    expect(report).toMatchObject({ bench: 'step', adapter: 'a GPU' })
    expect(report.rows).toHaveLength(3)
    expect(report.rows[0]).toEqual({
      recipe: 'page-10',
      engine: 'wgsl',
      precision: 'f32',
      batch: 64,
      width: 0.25,
      msPerStep: 200,
      jsMsPerStep: 1.9,
      cpuMsPerStep: 400,
      imagesPerSecond: 320,
      gflops: 40,
      percentOfPeak: 25,
      dispatches: 72,
      submits: 1,
      bytes: 2 ** 20,
    })
    expect(report.rows[1].percentOfPeak).toBeNull()
  })

  it('compares each peer with our engine in each precision, pair by pair', () => {
    expect(report.ratios).toEqual([
      { recipe: 'page-10', of: 'tfjs/wgsl', precision: 'f32', speed: 3, processor: 3, bytes: 4 },
      {
        recipe: 'page-10',
        of: 'tfjs/wgsl',
        precision: 'f16',
        speed: 6.5,
        processor: 6.5,
        bytes: 8,
      },
    ])
  })

  it('prints one line per row', () => {
    const lines = stepTables(report).trimEnd().split('\n')
    expect(lines[0]).toBe('a GPU; at best 160 GFLOP/s in f32.')
    expect(lines.filter((line) => line.startsWith('page-10'))).toHaveLength(5)
    expect(lines.at(-1)).toMatch(/^page-10 +tfjs\/wgsl +f16 +6\.50 +6\.50 +8\.00$/)
  })
})
