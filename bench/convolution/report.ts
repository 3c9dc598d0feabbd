import { convFlops, convText } from '../../src/engine/wgsl/kernels/conv/conv-shape.ts'
import type { PresetName } from '../../src/recipe/presets.ts'
import { median, medianRatio } from '../statistics.ts'
import { textTable } from '../table.ts'
import type { Operation } from './operation.ts'

export interface MeasuredOperation {
  readonly recipe: PresetName
  readonly operation: Operation
  /** Ours with the default tile first. */
  readonly results: readonly {
    readonly engine: string
    readonly variant: string
    /** Milliseconds; the i-th samples of all were measured right after each other. */
    readonly samples: readonly number[]
  }[]
}

interface ConvolutionRow {
  readonly recipe: PresetName
  readonly direction: string
  readonly shape: string
  readonly engine: string
  readonly variant: string
  readonly ms: number
  readonly gflops: number
}

interface ConvolutionRatio {
  readonly recipe: PresetName
  readonly direction: string
  readonly shape: string
  /** `peer/wgsl`, ours with the default tile. */
  readonly of: string
  readonly speed: number
}

export interface ConvolutionReport {
  readonly bench: 'convolution'
  readonly adapter: string
  readonly rows: readonly ConvolutionRow[]
  readonly ratios: readonly ConvolutionRatio[]
}

export function convolutionReport(
  adapter: string,
  measured: readonly MeasuredOperation[],
): ConvolutionReport {
  const named = measured.map(({ recipe, operation: { kind, shape }, results }) => ({
    what: { recipe, direction: kind, shape: convText(shape) },
    flops: convFlops(shape, false),
    results,
  }))
  return {
    bench: 'convolution',
    adapter,
    rows: named.flatMap(({ what, flops, results }) =>
      results.map(({ engine, variant, samples }) => {
        const ms = median(samples)
        return { ...what, engine, variant, ms, gflops: flops / ms / 1e6 }
      }),
    ),
    ratios: named.flatMap(({ what, results }) => {
      const ours = results.find(({ engine }) => engine === 'wgsl')
      if (!ours) return []
      const peers = results.filter(({ engine }) => engine !== 'wgsl')
      return peers.map(({ engine, samples }) => ({
        ...what,
        of: `${engine}/wgsl`,
        speed: medianRatio(samples, ours.samples),
      }))
    }),
  }
}

/** The report as text. */
export function convolutionTables({ adapter, rows, ratios }: ConvolutionReport): string {
  const rowCells = rows.map((row) => [
    row.recipe,
    row.direction,
    row.shape,
    row.engine,
    row.variant,
    row.ms.toFixed(2),
    row.gflops.toFixed(1),
  ])
  const ratioCells = ratios.map((ratio) => [
    ratio.recipe,
    ratio.direction,
    ratio.shape,
    ratio.of,
    ratio.speed.toFixed(2),
  ])
  return [
    `${adapter}, f32\n`,
    textTable(['recipe', 'direction', 'shape', 'engine', 'tile', 'ms', 'GFLOP/s'], rowCells, 5),
    textTable(['recipe', 'direction', 'shape', 'of', 'time'], ratioCells, 4),
  ].join('\n')
}
