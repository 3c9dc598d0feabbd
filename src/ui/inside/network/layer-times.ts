import {
  type Peak,
  peakFlops,
  type Profile,
  type ProfiledKernel,
} from '../../../engine/inspection/profile.ts'
import type { LayerRow } from '../layers/layers.ts'

/** Milliseconds of a training step, and how many the GPU would need at its measured peak. */
export interface StepTime {
  readonly milliseconds: number
  /** Time at the peak of operations or memory, whichever takes longer for each kernel; null if the peak is unknown. */
  readonly atPeak: number | null
}

export interface LayerTimes {
  /** By row of the table of layers. */
  readonly rows: readonly StepTime[]
  /** Time outside of rows: images, loss, optimiser, averages. */
  readonly rest: StepTime
  readonly all: StepTime
}

/** The time of a kernel at the peak: the roofline of Williams et al., 2009. */
function perfectMilliseconds(
  { flops, bytes }: Pick<ProfiledKernel, 'flops' | 'bytes'>,
  peak: Peak,
  precision: Profile['precision'],
): number {
  return 1000 * Math.max(flops / peakFlops(peak, precision), bytes / peak.bytesPerSecond)
}

/** The time of each row of the table of layers, forward and backward, from a profile. */
export function layerTimes(
  rows: readonly LayerRow[],
  { kernels, precision }: Profile,
  peak: Peak | null,
): LayerTimes {
  const owners = new Map<string, number>()
  rows.forEach(({ layers }, row) => {
    for (const layer of layers) if ('name' in layer) owners.set(layer.name, row)
  })
  const timeOf = (of: readonly ProfiledKernel[]): StepTime => ({
    milliseconds: sum(of.map(({ milliseconds }) => milliseconds)),
    atPeak:
      peak === null ? null : sum(of.map((kernel) => perfectMilliseconds(kernel, peak, precision))),
  })
  const rowOf = ({ layer }: ProfiledKernel) => owners.get(layer) ?? null
  return {
    rows: rows.map((_, row) => timeOf(kernels.filter((kernel) => rowOf(kernel) === row))),
    rest: timeOf(kernels.filter((kernel) => rowOf(kernel) === null)),
    all: timeOf(kernels),
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
