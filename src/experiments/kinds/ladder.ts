import * as v from 'valibot'
import { presetChoice } from '../../recipe/choice.ts'
import { type PresetName, presetNamed, PRESETS } from '../../recipe/presets.ts'
import type { Preset } from '../../recipe/presets/preset.ts'
import { COMMON, type ExperimentKind, type SpecOf } from '../kind.ts'
import { type Summary, summaryOf, type Results } from '../outcome.ts'

/** Published recipes one after another. */
export const LadderSchema = v.object({
  kind: v.literal('ladder'),
  ...COMMON,
  presets: v.pipe(v.array(v.picklist(PRESETS.map(({ name }) => name))), v.minLength(1)),
})

export type Ladder = v.InferOutput<typeof LadderSchema>

export const LADDER: ExperimentKind<SpecOf<Ladder>> = {
  arms: ({ presets }) => presets.map(presetChoice),
}

export interface LadderRow {
  readonly preset: PresetName
  readonly title: string
  readonly published: Preset['published']
  /** Null before the first run. */
  readonly summary: Summary | null
}

/** The results of each recipe of a ladder, next to the published ones. */
export const ladderTable = ({ presets }: Ladder, { arms }: Results): LadderRow[] =>
  presets.map((preset, i) => {
    const { title, published } = presetNamed(preset)
    return { preset, title, published, summary: summaryOf(arms[i]) }
  })
