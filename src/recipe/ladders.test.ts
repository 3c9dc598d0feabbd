// The rungs of a ladder differ by one toggle each, with what its author retuned.

import { expect, it } from 'vitest'
import { presetChoice, resolveRecipe } from './choice.ts'
import { differences } from './choice/differences.ts'
import { type PresetName, presetNamed } from './presets.ts'
import type { ToggleName } from './toggles.ts'

interface Rung {
  readonly from: PresetName
  /** Switched the other way round, with their retunes. */
  readonly toggles: Partial<Record<ToggleName, boolean>>
  readonly to: PresetName
}

const RUNGS: readonly Rung[] = [
  { from: 'page-bkj', toggles: { prepNorm: false }, to: 'page-297' },
  { from: 'page-4-2', toggles: { largeKernels: true }, to: 'page-4-3' },
  { from: 'page-4-3', toggles: { pools: true }, to: 'page-4-4' },
  { from: 'page-4-4', toggles: { globalMax: true }, to: 'page-4-5' },
  {
    from: 'page-4-5',
    toggles: { scalesFromOne: true, smallLogits: true, headBias: false },
    to: 'page-4-6',
  },
  { from: 'page-4-6', toggles: { residuals: true }, to: 'page-4-7' },
  { from: 'page-79', toggles: { groupedDraws: true }, to: 'page-70' },
  { from: 'page-70', toggles: { earlyPool: true }, to: 'page-64' },
  { from: 'page-64', toggles: { labelSmoothing: true }, to: 'page-59' },
  { from: 'page-59', toggles: { celu: true }, to: 'page-52' },
  { from: 'page-52', toggles: { ghostNorm: true }, to: 'page-46' },
  { from: 'page-46', toggles: { frozenScale: true }, to: 'page-43' },
  { from: 'page-43', toggles: { whitening: true }, to: 'page-36' },
  { from: 'page-36', toggles: { ema: true }, to: 'page-13' },
  { from: 'page-13', toggles: { mirrorViews: true }, to: 'page-10' },
  { from: 'airbench94-network', toggles: { whitening: true }, to: 'airbench94-whitening' },
  { from: 'airbench94-whitening', toggles: { dirac: true }, to: 'airbench94-dirac' },
  { from: 'airbench94-dirac', toggles: { biasRate: true }, to: 'airbench94-biases' },
  { from: 'airbench94-biases', toggles: { freezeWhiteningBias: true }, to: 'airbench94-freeze' },
  { from: 'airbench94-freeze', toggles: { lookahead: true }, to: 'airbench94-lookahead' },
  { from: 'airbench94-lookahead', toggles: { shiftedViews: true }, to: 'airbench94-views' },
  { from: 'airbench94-views', toggles: { alternatingFlip: true }, to: 'airbench94' },
  { from: 'e1-32', toggles: { growingImages: true }, to: 'e1' },
]

/** Numbers that differ by rounding only are the same. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, entry: unknown) =>
      typeof entry === 'number' ? Number(entry.toPrecision(10)) : entry,
    ),
  )

it.each(RUNGS)('$to is $from and a trick', ({ from, toggles, to }) => {
  const retunes = Object.keys(toggles) as ToggleName[]
  const recipe = resolveRecipe({ ...presetChoice(from), toggles, retunes })
  const left = differences(recipe, presetNamed(to).recipe)
  expect(
    left.filter((at) => JSON.stringify(rounded(at.from)) !== JSON.stringify(rounded(at.to))),
  ).toEqual([])
})
