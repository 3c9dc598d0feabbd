import { describe, expect, it } from 'vitest'
import { presetChoice, refusal, resolveRecipe, retuneOf } from './choice.ts'
import { differences } from './choice/differences.ts'
import { EXPLANATIONS } from './explanations.ts'
import { isWithin } from './paths.ts'
import type { PresetName } from './presets.ts'
import type { Recipe } from './recipe.ts'
import { refusedFor, sensibleFor } from './testing/toggles.ts'
import { TOGGLE_NAMES, TOGGLES } from './toggles.ts'

const changedPaths = (from: Recipe, to: Recipe) => differences(from, to).map(({ path }) => path)

const beyond = (paths: readonly string[], listed: readonly string[]) =>
  paths.filter((path) => !listed.some((own) => isWithin(path, own)))

describe.each(TOGGLE_NAMES)('%s', (toggle) => {
  const sensible = sensibleFor(toggle)
  const { changes, requires = [], settings = [] } = TOGGLES[toggle]

  it('changes what it says and nothing else', () => {
    const wrong = sensible.filter(({ recipe, to, switched }) => {
      const paths = changedPaths(recipe, switched)
      const others = beyond(paths, changes)
      const idle = others.length === paths.length || TOGGLES[toggle].isOn(switched) !== to
      return idle || beyond(others, requires).length > 0
    })
    expect(wrong.map(({ preset }) => preset)).toEqual([])
  })

  it('is switched there and back', () => {
    const wrong = sensible.filter(({ recipe, to, switched }) => {
      const { on, off } = TOGGLES[toggle]
      return differences((to ? off : on)(switched, recipe), recipe).length > 0
    })
    expect(wrong.map(({ preset }) => preset)).toEqual([])
  })

  it('retunes what it says and nothing else', () => {
    const wrong = sensible.filter(({ recipe, choice, switched }) => {
      const retune = retuneOf(toggle, recipe)
      const retuned = resolveRecipe({ ...choice, retunes: [toggle] })
      const paths = changedPaths(switched, retuned)
      return (
        beyond(paths, retune?.changes ?? []).length > 0 || paths.length > 0 !== (retune !== null)
      )
    })
    expect(wrong.map(({ preset }) => preset)).toEqual([])
  })

  it('applies to some preset, lists only fields that it changes, and offers valid settings', () => {
    const paths = sensible.flatMap(({ recipe, switched }) => changedPaths(recipe, switched))
    const idle = [...changes, ...requires].filter((own) => !paths.some((p) => isWithin(p, own)))
    expect(sensible).not.toEqual([])
    expect(idle).toEqual([])
    const on = sensible.map(({ to, choice }) => (to ? choice : presetChoice(choice.preset)))
    for (const { path, values } of settings) {
      const unfit = values.filter((value) =>
        on.every((choice) => refusal({ ...choice, overrides: { [path]: value } }) !== null),
      )
      expect(unfit).toEqual([])
    }
  })

  it('is rejected with a reason where it makes no sense', () => {
    const sentences = refusedFor(toggle).map(({ sentence }) => sentence)
    const why = /^(Only .+ can have|Only networks|Turn on|This network|Frozen|Growing) .+\.$/
    expect(sentences.filter((sentence) => !why.test(sentence))).toEqual([])
  })

  it('explains itself', () => {
    const { line, paragraph, source, part } = EXPLANATIONS[toggle]
    for (const text of [TOGGLES[toggle].title, part]) expect(text).toMatch(/^\S.*[^.]$/)
    for (const text of [line, paragraph]) expect(text).toMatch(/^[A-Zx].*\.$/)
    expect(paragraph.length).toBeGreaterThan(line.length)
    expect(new URL(source).protocol).toBe('https:')
  })
})

/** Pairs of settings that are valid separately but not together, with the message. */
function refusedPairs(preset: PresetName) {
  const single = TOGGLE_NAMES.flatMap((toggle) =>
    sensibleFor(toggle).filter((entry) => entry.preset === preset),
  )
  return single.flatMap((a, i) =>
    single.slice(i + 1).flatMap((b) => {
      const toggles = { ...a.choice.toggles, ...b.choice.toggles }
      const sentence = refusal({ ...presetChoice(preset), toggles })
      return sentence === null ? [] : [{ pair: `${a.toggle}, ${b.toggle}`, sentence }]
    }),
  )
}

describe.each([
  {
    preset: 'page-10',
    expected: [
      'lars, muon',
      'flip, alternatingFlip',
      'pools, averagePools',
      'pools, poolBeforeActivation',
      'gelu, silu',
      'batchNorm, fastStatistics',
      'whitening, smallPatches',
      'whitening, whiteningBias',
      'whitening, freezeWhiteningBias',
      'averagedTail, lookahead',
      'mirrorViews, shiftedViews',
      'mirrorViews, selectiveViews',
      'shiftedViews, selectiveViews',
    ],
  },
  {
    preset: 'airbench94',
    expected: [
      'lars, muon',
      'celu, silu',
      'celu, siluBlocks',
      'batchNorm, ghostNorm',
      'ema, averagedTail',
      'mirrorViews, selectiveViews',
    ],
  },
] as const)('two toggles in $preset', ({ preset, expected }) => {
  const pairs = refusedPairs(preset)

  it('can be combined, except those that undo each other', () => {
    expect(pairs.map(({ pair }) => pair)).toEqual(expected)
  })

  it('are rejected with a message that names both settings', () => {
    const why =
      /^“.+” (on|off) and “.+” (on|off) can’t be combined\.$|^(Turn on|This network|Frozen|Growing) .+\.$/
    expect(pairs.filter(({ sentence }) => !why.test(sentence))).toEqual([])
  })
})
