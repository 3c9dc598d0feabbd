import { expect, it } from 'vitest'
import { PRESETS } from '../../../recipe/presets.ts'
import { allRungs, mainRungs } from './rungs.ts'

const namesOf = (presets: readonly { readonly name: string }[]) => presets.map(({ name }) => name)

it('shows eight recipes that tell the story, the default first, then the fastest', () => {
  const [first, ...others] = mainRungs('auto')
  expect(first.name).toBe('auto')
  expect(others).toHaveLength(7)
  const seconds = others.map(({ published }) => published?.seconds ?? Number.NaN)
  expect(seconds).toEqual(seconds.toSorted((a, b) => a - b))
  expect([seconds[0], seconds[6]]).toEqual([1.82, 341])
})

it('inserts the chosen recipe by its time, or last if no time was published', () => {
  expect(namesOf(mainRungs('page-52')).slice(4, 7)).toEqual(['page-10', 'page-52', 'fenwicks'])
  expect(namesOf(mainRungs('tiny')).at(-1)).toBe('tiny')
  expect(mainRungs('tiny')).toHaveLength(9)
})

it('has every recipe once in the whole list', () => {
  const all = allRungs().flatMap(({ presets }) => namesOf(presets))
  expect(all.toSorted()).toEqual(namesOf(PRESETS).toSorted())
})
