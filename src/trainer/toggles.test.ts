// The matrix of toggles.long.test.ts without a GPU: which parts of a run each toggle changes, in every preset.

import { expect, it } from 'vitest'
import { sensibleFor } from '../recipe/testing/toggles.ts'
import { TOGGLE_NAMES } from '../recipe/toggles.ts'
import { differingParts, TOGGLED_PARTS } from './testing/run-parts.ts'

it.each(TOGGLE_NAMES)('%s changes its own parts of a run, and no others', (toggle) => {
  const changed = sensibleFor(toggle).map(({ preset, recipe, switched }) => ({
    preset,
    parts: differingParts(recipe, switched),
  }))
  expect(changed.filter(({ parts }) => parts.length === 0)).toEqual([])
  expect(new Set(changed.flatMap(({ parts }) => parts))).toEqual(new Set(TOGGLED_PARTS[toggle]))
})
