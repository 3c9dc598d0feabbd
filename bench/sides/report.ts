import type { PresetName } from '../../src/recipe/presets.ts'
import { median, medianRatio } from '../statistics.ts'
import type { TimingSample } from '../sample.ts'
import { textTable } from '../table.ts'

/** Samples of a step at one side; the i-th samples of all sides were measured right after each other. */
export interface SideSamples {
  readonly side: number
  readonly samples: readonly TimingSample[]
}

export interface SideRow {
  readonly recipe: PresetName
  readonly side: number
  readonly msPerStep: number
  readonly cpuMsPerStep: number
  /** CPU time as a share of a step on whole images. */
  readonly ofWhole: number
  /** Pixels as a share of whole images. */
  readonly pixels: number
}

/** A row for each side; the last of `measured` are whole images. */
export function sideRows(recipe: PresetName, measured: readonly SideSamples[]): SideRow[] {
  const processor = ({ samples }: SideSamples) => samples.map((sample) => sample.processor)
  const whole = measured[measured.length - 1]
  return measured.map((one) => ({
    recipe,
    side: one.side,
    msPerStep: median(one.samples.map(({ milliseconds }) => milliseconds)),
    cpuMsPerStep: median(processor(one)),
    ofWhole: medianRatio(processor(one), processor(whole)),
    pixels: (one.side / whole.side) ** 2,
  }))
}

export const sideTable = (rows: readonly SideRow[]): string =>
  textTable(
    ['recipe', 'side', 'ms/step', 'CPU ms', 'of 32 px', 'pixels'],
    rows.map(({ recipe, side, msPerStep, cpuMsPerStep, ofWhole, pixels }) => [
      recipe,
      `${side} px`,
      msPerStep.toFixed(1),
      cpuMsPerStep.toFixed(1),
      ofWhole.toFixed(3),
      pixels.toFixed(3),
    ]),
    1,
  )
