import { describe, expect, it } from 'vitest'
import { presetChoice, withToggle } from '../recipe/choice.ts'
import { choiceChange } from '../recipe/choice/choice-change.ts'
import { PRESETS } from '../recipe/presets.ts'
import { tellingFlips } from './flips.ts'

const names = (...args: Parameters<typeof tellingFlips>) =>
  tellingFlips(...args).map(({ toggle }) => toggle)

describe('tellingFlips', () => {
  it.each(PRESETS)('has three for $name, each of them one change', ({ name }) => {
    const base = presetChoice(name)
    const flips = tellingFlips(base, [], 3)
    expect(flips).toHaveLength(3)
    for (const { toggle, choice } of flips) {
      expect(choiceChange(base, choice)).toEqual({ kind: 'toggle', toggle, on: false })
    }
  })

  it('lists the largest effects first, without those already tried', () => {
    const quick = presetChoice('quick')
    expect(names(quick, [], 3)).toEqual(['batchNorm', 'smallLogits', 'warmUp'])
    expect(names(quick, ['batchNorm'], 2)).toEqual(['smallLogits', 'warmUp'])
  })

  it('leaves out what the recipe does not have', () => {
    const without = withToggle(presetChoice('quick'), 'batchNorm', false)
    expect(names(without, [], 3)).not.toContain('batchNorm')
  })
})
