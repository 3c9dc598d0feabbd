import { describe, expect, it } from 'vitest'
import { presetChoice, refusal, resolveRecipe, retuneOf } from './choice.ts'
import { differences } from './differences.ts'
import { EXPLANATIONS } from './explanations.ts'
import { isWithin } from './paths.ts'
import { PRESETS } from './presets.ts'
import type { Recipe } from './recipe.ts'
import { TOGGLE_NAMES, TOGGLES, type ToggleName } from './toggles.ts'

/** A toggle switched in every preset, to where that does not have it. */
const switchedIn = (toggle: ToggleName) =>
  PRESETS.map(({ name: preset, recipe }) => {
    const to = !TOGGLES[toggle].isOn(recipe)
    return { preset, recipe, to, choice: { ...presetChoice(preset), toggles: { [toggle]: to } } }
  })

/** Those presets where it makes sense. */
const sensibleFor = (toggle: ToggleName) =>
  switchedIn(toggle).filter(({ choice }) => refusal(choice) === null)

const changedPaths = (from: Recipe, to: Recipe) => differences(from, to).map(({ path }) => path)

const beyond = (paths: readonly string[], told: readonly string[]) =>
  paths.filter((path) => !told.some((own) => isWithin(path, own)))

describe.each(TOGGLE_NAMES)('%s', (toggle) => {
  const sensible = sensibleFor(toggle)
  const { changes, requires = [], settings = [] } = TOGGLES[toggle]

  it('changes what it says and nothing else', () => {
    const wrong = sensible.filter(({ recipe, to, choice }) => {
      const changed = resolveRecipe(choice)
      const paths = changedPaths(recipe, changed)
      const others = beyond(paths, changes)
      const idle = others.length === paths.length || TOGGLES[toggle].isOn(changed) !== to
      return idle || beyond(others, requires).length > 0
    })
    expect(wrong.map(({ preset }) => preset)).toEqual([])
  })

  it('is switched there and back', () => {
    const wrong = sensible.filter(({ recipe, to, choice }) => {
      const { on, off } = TOGGLES[toggle]
      const there = resolveRecipe(choice)
      return differences((to ? off : on)(there, recipe), recipe).length > 0
    })
    expect(wrong.map(({ preset }) => preset)).toEqual([])
  })

  it('retunes what it says and nothing else', () => {
    const wrong = sensible.filter(({ recipe, choice }) => {
      const retune = retuneOf(toggle, recipe)
      const retuned = resolveRecipe({ ...choice, retunes: [toggle] })
      const paths = changedPaths(resolveRecipe(choice), retuned)
      return (
        beyond(paths, retune?.changes ?? []).length > 0 || paths.length > 0 !== (retune !== null)
      )
    })
    expect(wrong.map(({ preset }) => preset)).toEqual([])
  })

  it('makes sense somewhere, tells no field that it never changes, and offers settings that fit', () => {
    const paths = sensible.flatMap((c) => changedPaths(c.recipe, resolveRecipe(c.choice)))
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

  it('is refused in a sentence where it makes no sense', () => {
    const sentences = switchedIn(toggle).flatMap(({ choice }) => refusal(choice) ?? [])
    expect(sentences.filter((sentence) => !/^[A-Z“].*\.$/.test(sentence))).toEqual([])
  })

  it('explains itself', () => {
    const { line, paragraph, source, part } = EXPLANATIONS[toggle]
    for (const text of [TOGGLES[toggle].title, part]) expect(text).toMatch(/^\S.*[^.]$/)
    for (const text of [line, paragraph]) expect(text).toMatch(/^[A-Zx].*\.$/)
    expect(paragraph.length).toBeGreaterThan(line.length)
    expect(new URL(source).protocol).toBe('https:')
  })
})
