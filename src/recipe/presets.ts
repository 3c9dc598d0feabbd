import { AIRBENCH_PRESETS } from './presets/airbench.ts'
import { PAGE_PRESETS } from './presets/page.ts'
import type { Preset } from './presets/preset.ts'
import { TINY_PRESETS } from './presets/tiny.ts'

/** Every preset, fastest published time first; `tiny` has none and comes last. */
export const PRESETS = [...AIRBENCH_PRESETS, ...PAGE_PRESETS, ...TINY_PRESETS] as const

export type PresetName = (typeof PRESETS)[number]['name']

/** The preset of that name. Throws with the list of names where there is none. */
export function presetNamed(name: string): Preset {
  const preset = PRESETS.find((candidate) => candidate.name === name)
  if (preset === undefined) {
    const known = PRESETS.map((candidate) => candidate.name).join(', ')
    throw new RangeError(`There is no recipe named "${name}"; there are ${known}.`)
  }
  return preset
}
