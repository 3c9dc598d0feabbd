import { type PresetName, presetNamed } from '../recipe/presets.ts'
import type { Preset } from '../recipe/presets/preset.ts'
import { type Sample, summarise } from '../runs/statistics/samples.ts'
import type { Ladder } from './experiment.ts'
import type { Results } from './results.ts'

export interface LadderRow {
  readonly preset: PresetName
  readonly title: string
  readonly published: Preset['published']
  /** A share; null before the first run. */
  readonly accuracy: Sample | null
  readonly seconds: Sample | null
}

/** What each recipe of a ladder came to here, beside what was published of it. */
export const ladderTable = ({ presets }: Ladder, { arms }: Results): LadderRow[] =>
  presets.map((preset, i) => {
    const { title, published } = presetNamed(preset)
    const sampleOf = (values: readonly number[]) => (values.length === 0 ? null : summarise(values))
    return {
      preset,
      title,
      published,
      accuracy: sampleOf(arms[i].map(({ accuracy }) => accuracy)),
      seconds: sampleOf(arms[i].map(({ seconds }) => seconds)),
    }
  })
