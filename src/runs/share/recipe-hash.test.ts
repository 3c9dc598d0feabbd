import { expect, it } from 'vitest'
import { presetNamed } from '../../recipe/presets.ts'
import { recipeHash } from './recipe-hash.ts'

// Computed by commit 9855b62, before recipes had jitter, sides, a first activation and settings of Muon.
it.each([
  ['page-10', '5088ea63'],
  ['page-79', '15b33ab4'],
  ['page-bkj', '0e2dd2a0'],
  ['airbench94', 'c32ce790'],
  ['airbench94-muon', 'bb440d17'],
  ['hlb', 'f8cb1300'],
  ['tiny', '86162b0b'],
])('of %s is what it was', (name, hash) => {
  expect(recipeHash(presetNamed(name).recipe)).toBe(hash)
})

it('distinguishes recipes that differ in a later field', () => {
  const { recipe } = presetNamed('page-10')
  const grown = { ...recipe.augmentation, sides: [{ fromEpoch: 0, side: 28 }] }
  const jittered = { ...recipe.augmentation, jitter: { brightness: 0.1, contrast: 0.1 } }
  const hashes = [recipe.augmentation, grown, jittered].map((augmentation) =>
    recipeHash({ ...recipe, augmentation }),
  )
  expect(new Set(hashes).size).toBe(3)
})
