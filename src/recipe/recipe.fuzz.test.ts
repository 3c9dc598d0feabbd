import * as v from 'valibot'
import { expect, it } from 'vitest'
import { buildNetwork } from '../model/networks.ts'
import { fuzz, FUZZ_TIMEOUT } from '../testing/fuzz.ts'
import { presetChoice, type RecipeChoice, RecipeChoiceSchema, resolveRecipe } from './choice.ts'
import { PRESETS } from './presets.ts'
import { RecipeSchema } from './schema.ts'

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const valueOf = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))

it('takes or refuses any recipe, and builds its network', { timeout: FUZZ_TIMEOUT }, async () => {
  const { accepted, refused } = await fuzz({
    name: 'recipes',
    samples: PRESETS.map(({ recipe }) => bytesOf(recipe)),
    decode(bytes) {
      const recipe = v.parse(RecipeSchema, valueOf(bytes))
      expect(v.parse(RecipeSchema, JSON.parse(JSON.stringify(recipe)))).toEqual(recipe)
      expect(buildNetwork(recipe.network).length).toBeGreaterThan(0)
    },
    refusals: [v.ValiError, SyntaxError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})

it('takes or refuses any choice, and resolves it', { timeout: FUZZ_TIMEOUT }, async () => {
  const choices: RecipeChoice[] = [
    presetChoice('tiny'),
    { ...presetChoice('page-10'), toggles: { cutout: false, crop: true }, retunes: ['cutout'] },
    {
      ...presetChoice('airbench94'),
      overrides: {
        'optimiser.momentum': 0.8,
        'schedule.knots': [
          [0, 0.5],
          [1, 0],
        ],
        views: 'none',
      },
    },
  ]
  const { accepted, refused } = await fuzz({
    name: 'recipe choices',
    samples: choices.map(bytesOf),
    decode(bytes) {
      const choice = v.parse(RecipeChoiceSchema, valueOf(bytes))
      expect(v.is(RecipeSchema, resolveRecipe(choice))).toBe(true)
    },
    refusals: [v.ValiError, SyntaxError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})
