import { DATASET_SIZES } from '../../data/datasets.ts'
import {
  type Peak,
  peakFlops,
  type Profile,
  type ProfiledKernel,
  shareOfPeak,
} from '../../engine/inspection/profile.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { perfectSeconds, runFlops } from '../../trainer/schedule/compute.ts'

/** A profile with the device's peak performance. */
export interface ProfileReport extends Profile {
  readonly recipe: string
  readonly adapter: string
  readonly peak: Peak
  readonly kernels: readonly (ProfiledKernel & {
    /**
     * Share of the measured peak of operations or memory, whichever limits; null if the time was too short to measure.
     */
    readonly percentOfPeak: number | null
  })[]
  readonly totals: {
    readonly milliseconds: number
    readonly flops: number
    readonly percentOfPeak: number | null
  }
  /** All steps of the recipe on the full set, without tests. */
  readonly training: {
    readonly steps: number
    /** Operations of convolutions and linear layers. */
    readonly flops: number
    /** Their time at the measured peak. */
    readonly perfectSeconds: number
    /** Time of the kernels at the pace of this step. */
    readonly kernelSeconds: number
  }
}

const percent = (share: number | null) => (share === null ? null : 100 * share)

const seconds = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} s`

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

export function profileReport(
  { name, recipe }: { readonly name: string; readonly recipe: Recipe },
  adapter: string,
  profile: Profile,
  peak: Peak,
): ProfileReport {
  const { kernels, precision } = profile
  const { steps } = runLength(recipe, DATASET_SIZES.full.train)
  const trainingFlops = runFlops(recipe, DATASET_SIZES.full.train, 0)
  const milliseconds = sum(kernels.map((kernel) => kernel.milliseconds))
  const flops = sum(kernels.map((kernel) => kernel.flops))
  return {
    ...profile,
    recipe: name,
    adapter,
    peak,
    kernels: kernels.map((kernel) => ({
      ...kernel,
      percentOfPeak: percent(shareOfPeak(kernel, peak, precision)),
    })),
    totals: {
      milliseconds,
      flops,
      percentOfPeak: percent(shareOfPeak({ milliseconds, flops, bytes: 0 }, peak, precision)),
    },
    training: {
      steps,
      flops: trainingFlops,
      perfectSeconds: perfectSeconds(trainingFlops, peak, precision),
      kernelSeconds: (steps * milliseconds) / 1000,
    },
  }
}

/** The name in a kernel's label, without its shapes. */
const kindOf = ({ kernel }: ProfiledKernel): string => kernel.split(' ')[0]

/** The report as text: every kernel, then the time by kind of kernel, longest first. */
export function profileTable(report: ProfileReport): string {
  const { kernels, totals, training, precision, peak } = report
  const share = (milliseconds: number) =>
    `${((100 * milliseconds) / totals.milliseconds).toFixed(1)}%`
  const rows = kernels.map((row) => [
    row.phase,
    row.layer,
    row.kernel,
    row.milliseconds.toFixed(3),
    share(row.milliseconds),
    row.flops === 0 ? '' : (row.flops / 1e9).toFixed(2),
    (row.bytes / 2 ** 20).toFixed(1),
    row.percentOfPeak === null ? '' : row.percentOfPeak.toFixed(1),
  ])
  const head = ['phase', 'layer', 'kernel', 'ms', 'of all', 'GFLOP', 'MiB', '% of peak']
  const kinds = [...new Set(kernels.map(kindOf))]
    .map((kind) => {
      const own = kernels.filter((row) => kindOf(row) === kind)
      return { kind, milliseconds: sum(own.map((row) => row.milliseconds)), count: own.length }
    })
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .map(({ kind, milliseconds, count }) => [
      kind,
      String(count),
      milliseconds.toFixed(3),
      share(milliseconds),
    ])
  const microBatches =
    report.microBatches === 1 ? '1 micro-batch' : `${report.microBatches} micro-batches`
  const reached = totals.percentOfPeak === null ? 'no' : `${totals.percentOfPeak.toFixed(1)}%`
  return [
    ...columns([head, ...rows], 3),
    '',
    ...columns([['kernel', 'times', 'ms', 'of all'], ...kinds], 1),
    '',
    `${report.recipe} in ${precision} on ${report.adapter}, batch ${report.batchSize} in ${microBatches}: ` +
      `${totals.milliseconds.toFixed(1)} ms of kernels per step, ${(totals.flops / 1e9).toFixed(1)} GFLOP, ` +
      `${reached} of the measured ${(peakFlops(peak, precision) / 1e12).toFixed(2)} TFLOP/s ` +
      `(copies: ${(peak.bytesPerSecond / 1e9).toFixed(0)} GB/s).`,
    `All ${training.steps} steps on the full set: ${(training.flops / 1e15).toPrecision(3)} PFLOP, ` +
      `${seconds(training.perfectSeconds)} at 100% of that peak, ` +
      `${seconds(training.kernelSeconds)} of kernels at this pace.`,
    '',
  ].join('\n')
}

/** Rows in columns: the first `words` are left-aligned, numbers right-aligned. */
function columns(rows: readonly (readonly string[])[], words: number): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows.map((row) =>
    row
      .map((cell, i) => (i < words ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  )
}
