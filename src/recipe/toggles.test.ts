import { describe, expect, it } from 'vitest'
import { presetChoice, refusal, resolveRecipe, retuneOf } from './choice.ts'
import { differences } from './differences.ts'
import { EXPLANATIONS } from './explanations.ts'
import { isWithin, valueAt } from './paths.ts'
import { PRESETS } from './presets.ts'
import type { Recipe } from './recipe.ts'
import { TOGGLE_NAMES, TOGGLES } from './toggles.ts'

/** Every toggle in every preset where it makes sense to switch it. */
const CASES = PRESETS.flatMap(({ name: preset, recipe }) =>
  TOGGLE_NAMES.map((toggle) => {
    const to = !TOGGLES[toggle].isOn(recipe)
    return {
      preset,
      toggle,
      recipe,
      to,
      choice: { ...presetChoice(preset), toggles: { [toggle]: to } },
    }
  }),
)
const SENSIBLE = CASES.filter(({ choice }) => refusal(choice) === null)

const changedPaths = (from: Recipe, to: Recipe) => differences(from, to).map(({ path }) => path)

describe('every toggle', () => {
  it.each(SENSIBLE)('$toggle in $preset changes what it says and nothing else', (c) => {
    const { changes, requires = [], isOn } = TOGGLES[c.toggle]
    const recipe = resolveRecipe(c.choice)
    expect(isOn(recipe)).toBe(c.to)
    const paths = changedPaths(c.recipe, recipe)
    expect(paths.filter((path) => changes.some((own) => isWithin(path, own)))).not.toEqual([])
    const told = [...changes, ...requires]
    expect(paths.filter((path) => !told.some((own) => isWithin(path, own)))).toEqual([])
  })

  it.each(SENSIBLE)('$toggle in $preset switched there and back is the identity', (c) => {
    const { on, off } = TOGGLES[c.toggle]
    const there = resolveRecipe(c.choice)
    expect(differences(c.to ? off(there, c.recipe) : on(there, c.recipe), c.recipe)).toEqual([])
  })

  it.each(SENSIBLE)('$toggle in $preset retunes what it says and nothing else', (c) => {
    const retune = retuneOf(c.toggle, c.recipe)
    const plain = resolveRecipe(c.choice)
    const retuned = resolveRecipe({ ...c.choice, retunes: [c.toggle] })
    const told = retune?.changes ?? []
    const paths = changedPaths(plain, retuned)
    expect(paths.filter((path) => !told.some((own) => isWithin(path, own)))).toEqual([])
    expect(paths.length > 0).toBe(retune !== null)
  })

  it('is refused in a sentence where it makes no sense', () => {
    const sentences = CASES.flatMap(({ choice }) => refusal(choice) ?? [])
    expect(sentences.filter((sentence) => !/^[A-Z“].*\.$/.test(sentence))).toEqual([])
  })

  it.each(TOGGLE_NAMES)(
    '%s makes sense in some preset, and tells no field that it never changes',
    (name) => {
      const mine = SENSIBLE.filter(({ toggle }) => toggle === name)
      expect(mine).not.toEqual([])
      const paths = mine.flatMap(({ recipe, choice }) =>
        changedPaths(recipe, resolveRecipe(choice)),
      )
      const { changes, requires = [], settings = [] } = TOGGLES[name]
      const idle = [...changes, ...requires].filter(
        (own) => !paths.some((path) => isWithin(path, own)),
      )
      expect(idle).toEqual([])
      for (const { path, values } of settings) {
        const on = mine.flatMap(({ to, choice, recipe }) => (to ? resolveRecipe(choice) : recipe))
        expect(on.some((recipe) => valueAt(recipe, path) !== undefined)).toBe(true)
        for (const value of values) {
          const takes = mine.some(
            ({ choice, to }) =>
              refusal({
                ...choice,
                toggles: to ? choice.toggles : {},
                overrides: { [path]: value },
              }) === null,
          )
          expect(takes).toBe(true)
        }
      }
    },
  )

  it.each(TOGGLE_NAMES)('%s explains itself', (name) => {
    const { line, paragraph, source, part } = EXPLANATIONS[name]
    for (const text of [TOGGLES[name].title, part]) expect(text).toMatch(/^\S.*[^.]$/)
    for (const text of [line, paragraph]) expect(text).toMatch(/^[A-Zx].*\.$/)
    expect(paragraph.length).toBeGreaterThan(line.length)
    expect(new URL(source).protocol).toBe('https:')
  })
})
