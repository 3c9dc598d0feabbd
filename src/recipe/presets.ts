import { AIRBENCH_PRESETS } from './presets/airbench.ts'
import { AUTO_PRESETS } from './presets/auto.ts'
import { BAG_PRESETS } from './presets/bag.ts'
import { DAWN_PRESETS } from './presets/dawn.ts'
import { E1_PRESETS } from './presets/e1.ts'
import { FENWICKS_PRESETS } from './presets/fenwicks.ts'
import { HLB_PRESETS } from './presets/hlb.ts'
import type { Preset } from './presets/preset.ts'
import { SEARCH_PRESETS } from './presets/search.ts'
import { TINY_PRESETS } from './presets/tiny.ts'

/** Every preset, the latest of each series first. */
export const PRESETS = [
  ...AUTO_PRESETS,
  ...E1_PRESETS,
  ...AIRBENCH_PRESETS,
  ...BAG_PRESETS,
  ...SEARCH_PRESETS,
  ...DAWN_PRESETS,
  ...HLB_PRESETS,
  ...FENWICKS_PRESETS,
  ...TINY_PRESETS,
] as const

/** Whether a preset is a demo, far below 94%: demos have no published result. */
export const isDemo = ({ published }: Preset): boolean => published === null

export type PresetName = (typeof PRESETS)[number]['name']

/** The preset of that name. Throws with the list of names if there is none. */
export function presetNamed(name: string): Preset {
  const preset = PRESETS.find((candidate) => candidate.name === name)
  if (preset === undefined) {
    const known = PRESETS.map((candidate) => candidate.name).join(', ')
    throw new RangeError(`There is no recipe named "${name}". Choose one of ${known}.`)
  }
  return preset
}
