import { expect, it } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import { ArgumentError } from '../command-line/arguments.ts'
import { sizedRecipe } from './sized-recipe.ts'

it('is the default preset without options', () => {
  const { recipe } = presetNamed('page-10')
  expect(sizedRecipe({}, 'page-10')).toEqual({
    name: 'page-10',
    recipe: { ...recipe, network: { ...recipe.network, width: 1 } },
  })
})

it('sets width and batch size of the named preset', () => {
  const { name, recipe } = sizedRecipe({ recipe: 'tiny', width: '0.5', batch: '32' }, 'page-10')
  expect(name).toBe('tiny')
  expect(recipe).toMatchObject({ batchSize: 32, network: { width: 0.5 } })
})

it.each([
  [{ recipe: 'page-99' }, /--recipe must be one of/],
  [{ width: '9' }, /--width must be a number from 0.01 to 8/],
  [{ batch: '1.5' }, /--batch must be a whole number from 1 to 8192/],
])('rejects %j', (values, message) => {
  expect(() => sizedRecipe(values, 'page-10')).toThrow(ArgumentError)
  expect(() => sizedRecipe(values, 'page-10')).toThrow(message)
})
