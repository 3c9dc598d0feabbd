import type { PresetName } from '../../src/recipe/presets.ts'
import { median, medianRatio } from '../statistics.ts'
import { textTable } from '../table.ts'
import type { Contender } from './contender.ts'
import type { TimingSample } from '../sample.ts'
import type { FirstSteps } from './measure.ts'

/** One contender's measurements of one recipe's step. */
export interface MeasuredStep {
  readonly contender: Pick<Contender, 'name' | 'engine' | 'precision'>
  readonly first: FirstSteps
  /** The i-th samples of all contenders were measured right after each other. */
  readonly samples: readonly TimingSample[]
}

export interface RecipeMeasurements {
  readonly recipe: PresetName
  readonly batch: number
  readonly width: number
  /** The minimum FLOP of a step, without pixels that a pool drops. */
  readonly flops: number
  readonly measured: readonly MeasuredStep[]
}

/** Peak FLOP/s of the adapter; null if it lacks the precision. */
export type PeakFlops = Readonly<Record<'f16' | 'f32', number | null>>

export interface StepRow {
  readonly recipe: PresetName
  readonly engine: string
  readonly precision: 'f16' | 'f32'
  readonly batch: number
  readonly width: number
  readonly msPerStep: number
  readonly jsMsPerStep: number
  readonly cpuMsPerStep: number
  readonly imagesPerSecond: number
  readonly gflops: number
  readonly percentOfPeak: number | null
  readonly dispatches: number
  readonly submits: number
  readonly bytes: number
}

/** Ratios of a peer's times and memory to our engine's. */
export interface StepRatio {
  readonly recipe: PresetName
  /** `peer/wgsl`. */
  readonly of: string
  /** Of our engine. */
  readonly precision: 'f16' | 'f32'
  readonly speed: number
  /** The same for CPU time. */
  readonly processor: number
  readonly bytes: number
}

export interface StepReport {
  readonly bench: 'step'
  readonly adapter: string
  readonly peakGflops: PeakFlops
  readonly rows: readonly StepRow[]
  readonly ratios: readonly StepRatio[]
}

export function stepReport(
  adapter: string,
  peak: PeakFlops,
  measurements: readonly RecipeMeasurements[],
): StepReport {
  const giga = (rate: number | null) => (rate === null ? null : rate / 1e9)
  return {
    bench: 'step',
    adapter,
    peakGflops: { f16: giga(peak.f16), f32: giga(peak.f32) },
    rows: measurements.flatMap((recipe) =>
      recipe.measured.map((measured) => stepRow(recipe, measured, peak)),
    ),
    ratios: measurements.flatMap(stepRatios),
  }
}

function stepRow(
  { recipe, batch, width, flops }: RecipeMeasurements,
  { contender, first, samples }: MeasuredStep,
  peak: PeakFlops,
): StepRow {
  const of = (part: keyof TimingSample) => median(samples.map((sample) => sample[part]))
  const milliseconds = of('milliseconds')
  const rate = flops / (milliseconds / 1000)
  const best = peak[contender.precision]
  return {
    recipe,
    engine: contender.engine,
    precision: contender.precision,
    batch,
    width,
    msPerStep: milliseconds,
    // The minimum, because other programs can only add to it.
    jsMsPerStep: Math.min(...samples.map(({ enqueueing }) => enqueueing)),
    cpuMsPerStep: of('processor'),
    imagesPerSecond: batch / (milliseconds / 1000),
    gflops: rate / 1e9,
    percentOfPeak: best === null ? null : (100 * rate) / best,
    dispatches: first.dispatches,
    submits: first.submits,
    bytes: first.bytes,
  }
}

function stepRatios({ recipe, measured }: RecipeMeasurements): StepRatio[] {
  const ours = measured.filter(({ contender }) => contender.engine === 'wgsl')
  const peers = measured.filter(({ contender }) => contender.engine !== 'wgsl')
  return peers.flatMap((peer) =>
    ours.map((own) => {
      const of = (part: keyof TimingSample) =>
        medianRatio(
          peer.samples.map((sample) => sample[part]),
          own.samples.map((sample) => sample[part]),
        )
      return {
        recipe,
        of: `${peer.contender.engine}/wgsl`,
        precision: own.contender.precision,
        speed: of('milliseconds'),
        processor: of('processor'),
        bytes: peer.first.bytes / own.first.bytes,
      }
    }),
  )
}

const MEBIBYTE = 2 ** 20

/** The report as text. */
export function stepTables({ adapter, peakGflops, rows, ratios }: StepReport): string {
  const peaks = (['f32', 'f16'] as const).flatMap((precision) => {
    const rate = peakGflops[precision]
    return rate === null ? [] : [`${rate.toFixed(0)} GFLOP/s in ${precision}`]
  })
  const rowCells = rows.map((row) => [
    row.recipe,
    `${row.batch} x ${row.width}`,
    row.engine,
    row.precision,
    row.msPerStep.toFixed(1),
    row.jsMsPerStep.toFixed(2),
    row.cpuMsPerStep.toFixed(0),
    row.imagesPerSecond.toFixed(0),
    row.gflops.toFixed(1),
    row.percentOfPeak === null ? '' : row.percentOfPeak.toFixed(1),
    String(row.dispatches),
    String(row.submits),
    (row.bytes / MEBIBYTE).toFixed(1),
  ])
  const rowHead = [
    'recipe',
    'batch x width',
    'engine',
    'in',
    'ms/step',
    'JS ms',
    'CPU ms',
    'images/s',
    'GFLOP/s',
    '% of peak',
    'dispatches',
    'submits',
    'MiB',
  ]
  const ratioCells = ratios.map((ratio) => [
    ratio.recipe,
    ratio.of,
    ratio.precision,
    ratio.speed.toFixed(2),
    ratio.processor.toFixed(2),
    ratio.bytes.toFixed(2),
  ])
  return [
    `${adapter}; at best ${peaks.join(', ')}.\n`,
    textTable(rowHead, rowCells, 4),
    textTable(['recipe', 'of', 'in', 'time', 'CPU time', 'bytes'], ratioCells, 3),
  ].join('\n')
}
