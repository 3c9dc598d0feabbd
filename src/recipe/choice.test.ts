import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  changedToggles,
  normalised,
  presetChoice,
  RecipeChoiceSchema,
  refusal,
  requiredBy,
  resolveRecipe,
  withFields,
  withRetune,
  withToggle,
  type RecipeChoice,
} from './choice.ts'
import { PRESETS, presetNamed } from './presets.ts'

const recipeOf = (choice: RecipeChoice) => resolveRecipe(choice)

describe('withFields', () => {
  it('keeps fields that only make a recipe together', () => {
    const fields = { batchSize: 8, 'network.norm.groupSize': 4 }
    expect(withFields(presetChoice('page-10'), fields).overrides).toEqual(fields)
  })

  it('sets and resets custom fields, and keeps none without effect', () => {
    const choice = withFields(presetChoice('page-10'), { batchSize: 256, labelSmoothing: 0.2 })
    expect(choice.overrides).toEqual({ batchSize: 256 })
    expect(withFields(choice, { batchSize: undefined })).toEqual(presetChoice('page-10'))
    expect(refusal(withFields(choice, { batchSize: -1 }))).toMatch(/batchSize/)
  })

  it('does not outlast the toggle that it was a setting of', () => {
    const cutout = withToggle(presetChoice('page-10'), 'cutout', true)
    const wider = withFields(cutout, { 'augmentation.cutout': 12 })
    expect(resolveRecipe(wider).augmentation.cutout).toBe(12)
    expect(withToggle(wider, 'cutout', false)).toEqual(presetChoice('page-10'))
  })
})

describe('resolveRecipe', () => {
  it('is the preset’s own recipe without changes', () => {
    for (const { name, recipe } of PRESETS) expect(resolveRecipe(presetChoice(name))).toBe(recipe)
  })

  it('changes only what its toggles are about', () => {
    const { recipe } = presetNamed('airbench94')
    const choice = { ...presetChoice('airbench94'), toggles: { crop: false, cutout: true } }
    expect(resolveRecipe(choice)).toEqual({
      ...recipe,
      augmentation: { ...recipe.augmentation, cropPadding: 0, cutout: 8 },
    })
    expect(changedToggles(choice)).toEqual(['crop', 'cutout'])
  })

  it('rejects growing images if the network is too deep for smaller ones', () => {
    const choice = { ...presetChoice('quick'), toggles: { growingImages: true } }
    expect(refusal(choice)).toMatch(/^Only networks that halve the image three times/)
  })

  it('always applies what a toggle requires, and its retune only if taken', () => {
    const choice = withToggle(presetChoice('page-10'), 'frozenScale', false)
    const { recipe } = presetNamed('page-10')
    const plain = recipeOf(choice)
    expect(plain.network.activation).toEqual({ kind: 'celu', alpha: 0.075 })
    expect(plain.network.logitScale).toBe(1 / 8)
    expect(plain.optimiser.normBiasRate).toBe(1)
    expect(plain.length).toEqual(recipe.length)
    const retuned = recipeOf(withRetune(choice, 'frozenScale', true))
    expect(retuned.length.count).toBeCloseTo((10 * 18) / 17, 9)
    expect({ ...retuned, length: plain.length, schedule: plain.schedule }).toEqual(plain)
  })

  it('keeps an explicit toggle if another’s retune would undo it', () => {
    const views = withToggle(presetChoice('page-79'), 'mirrorViews', true)
    const retuned = withRetune(views, 'mirrorViews', true)
    expect(recipeOf(retuned).augmentation.cutout).toBe(0)
    expect(recipeOf(withToggle(retuned, 'cutout', true)).augmentation.cutout).toBe(8)
  })

  it('applies custom fields last, together if one alone would be invalid', () => {
    const overrides = { batchSize: 100, 'network.norm.groupSize': null, 'augmentation.cutout': 5 }
    const recipe = recipeOf({ ...presetChoice('page-10'), overrides })
    expect([recipe.batchSize, recipe.network.norm.groupSize, recipe.augmentation.cutout]).toEqual([
      100,
      null,
      5,
    ])
  })

  it.each([
    [
      { toggles: { residuals: true } },
      /Only David Page’s networks and airbench’s networks can have optional residual branches/,
    ],
    [{ toggles: { gelu: true, silu: true } }, /“SiLU” on and “GELU” on can’t be combined/],
    [{ overrides: { 'optimiser.speed': 1 } }, /no field "optimiser.speed"/],
    [{ overrides: { labelSmoothing: 3 } }, /labelSmoothing/],
  ])('refuses %j with a sentence that says why', (changes, message) => {
    const choice = { ...presetChoice('tiny'), ...changes }
    expect(() => resolveRecipe(choice)).toThrow(message)
    expect(refusal(choice)).toMatch(message)
    expect(v.safeParse(RecipeChoiceSchema, choice).success).toBe(false)
  })
})

describe('withToggle', () => {
  it('drops settings equal to the preset’s', () => {
    const there = withToggle(presetChoice('page-10'), 'labelSmoothing', false)
    expect(there).toEqual({ ...presetChoice('page-10'), toggles: { labelSmoothing: false } })
    expect(withToggle(there, 'labelSmoothing', true)).toEqual(presetChoice('page-10'))
  })

  it('keeps a toggle equal to the preset’s if another one changes it', () => {
    const choice = withToggle(
      withToggle(presetChoice('page-10'), 'frozenScale', false),
      'biasRate',
      true,
    )
    expect(choice.toggles).toEqual({ frozenScale: false, biasRate: true })
    expect(recipeOf(choice).optimiser.normBiasRate).toBe(64)
    expect(withToggle(choice, 'frozenScale', true)).toEqual(presetChoice('page-10'))
  })

  it('drops a toggle that the new one excludes, and its retune', () => {
    const celu = withRetune(withToggle(presetChoice('page-79'), 'celu', true), 'celu', true)
    expect(celu.retunes).toEqual(['celu'])
    expect(withToggle(celu, 'silu', true)).toEqual({
      ...presetChoice('page-79'),
      toggles: { silu: true },
    })
  })
})

describe('normalised', () => {
  it('drops what changes nothing, and keeps the recipe', () => {
    const choice: RecipeChoice = {
      preset: 'page-10',
      toggles: { crop: true, celu: false },
      retunes: ['ema', 'celu'],
      overrides: { batchSize: 512, 'augmentation.cutout': 5 },
    }
    expect(normalised(choice)).toEqual({
      preset: 'page-10',
      toggles: { celu: false },
      retunes: ['celu'],
      overrides: { 'augmentation.cutout': 5 },
    })
    expect(recipeOf(normalised(choice))).toEqual(recipeOf(choice))
  })
})

describe('requiredBy', () => {
  it('names a toggle’s side effects', () => {
    const choice = withToggle(presetChoice('page-79'), 'frozenScale', true)
    expect(requiredBy(choice, 'frozenScale')).toEqual([
      { path: 'network.logitScale', from: 1 / 8, to: 1 / 16 },
      { path: 'optimiser.normBiasRate', from: 1, to: 64 },
    ])
    expect(requiredBy(withToggle(presetChoice('page-79'), 'celu', true), 'celu')).toEqual([])
  })
})
