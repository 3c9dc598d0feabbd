import { PRESETS, type PresetName } from '../../../recipe/presets.ts'
import { type Preset, SERIES } from '../../../recipe/presets/preset.ts'

type Listed = (typeof PRESETS)[number]

/** The presets of the story from 341 s to 2 s; the others are behind a button. */
const MAIN: readonly PresetName[] = [
  'auto',
  'e1',
  'airbench94-muon',
  'airbench94',
  'page-10',
  'fenwicks',
  'page-79',
  'page-bkj',
]

/** The main presets and the chosen one, fastest first; the default is first of all. */
export const mainRungs = (chosen: string): readonly Listed[] =>
  PRESETS.filter(({ name }) => MAIN.includes(name) || name === chosen).toSorted(
    (a, b) => orderOf(a) - orderOf(b),
  )

const orderOf = ({ series, published }: Preset): number =>
  series === 'auto' ? 0 : (published?.seconds ?? Infinity)

/** All presets by their series. */
export const allRungs = (): readonly {
  readonly series: Preset['series']
  readonly presets: readonly Listed[]
}[] =>
  SERIES.map((series) => ({
    series,
    presets: PRESETS.filter((preset) => preset.series === series),
  }))
