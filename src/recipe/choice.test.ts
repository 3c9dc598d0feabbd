import { describe, expect, it } from 'vitest'
import { changedToggles, resolveRecipe } from './choice.ts'
import { PRESETS, presetNamed } from './presets.ts'
import { TOGGLES, type ToggleName } from './toggles.ts'

const NAMES = Object.keys(TOGGLES) as ToggleName[]
const CASES = PRESETS.flatMap(({ name }) => NAMES.map((toggle) => ({ preset: name, toggle })))

describe('resolveRecipe', () => {
  it('is the preset’s own recipe where nothing is switched', () => {
    for (const { name, recipe } of PRESETS) {
      expect(resolveRecipe({ preset: name, toggles: {} })).toBe(recipe)
    }
  })

  it.each(CASES)('$preset: $toggle to where it stands changes nothing', ({ preset, toggle }) => {
    const { recipe } = presetNamed(preset)
    const toggles = { [toggle]: TOGGLES[toggle].isOn(recipe) }
    expect(resolveRecipe({ preset, toggles })).toBe(recipe)
    expect(changedToggles({ preset, toggles })).toEqual([])
  })

  it.each(CASES)('$preset: $toggle switched there and back is the identity', (c) => {
    const { recipe } = presetNamed(c.preset)
    const toggle = TOGGLES[c.toggle]
    const off = toggle.off(recipe)
    expect(toggle.isOn(off)).toBe(false)
    const on = toggle.on(off, recipe)
    expect(toggle.isOn(on)).toBe(true)
    expect(toggle.isOn(recipe) ? on : toggle.off(on)).toEqual(recipe)
  })

  it('changes only what its toggles are about', () => {
    const { recipe } = presetNamed('airbench94')
    const choice = { preset: 'airbench94', toggles: { crop: false, cutout: true } } as const
    expect(resolveRecipe(choice)).toEqual({
      ...recipe,
      augmentation: { cropPadding: 0, flip: 'alternating', cutout: 8 },
    })
    expect(changedToggles(choice)).toEqual(['crop', 'cutout'])
  })
})
