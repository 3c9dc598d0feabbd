import { expect, it } from 'vitest'
import type { Repetition } from '../../runs/share/repetition.ts'
import { raceWords } from './race-words.ts'

const words = (repetition: Partial<Repetition>) =>
  raceWords(
    { sameWork: true, images: 0, difference: 0, seconds: -4.7, spread: 0.0021, ...repetition },
    '94.1',
    10_000,
  ).replaceAll('\u00a0', ' ')

it('says that the result is the same', () => {
  expect(words({})).toBe('Same result as the shared run: 94.1%, 4.7 s faster.')
  expect(words({ seconds: 0.01 })).toBe('Same result as the shared run: 94.1%, in the same time.')
})

it('says how far off the result is, and what devices explain', () => {
  expect(words({ images: -12, difference: -0.0012, seconds: 110 })).toBe(
    '0.12 points below the shared run (94.1%), 110 s slower. Other hardware rounds differently, which changes results as much as another seed: about 0.21 points.',
  )
  expect(words({ images: 90, difference: 0.009 })).toBe(
    '0.90 points above the shared run (94.1%), 4.7 s faster. That is more than other hardware or another seed usually changes.',
  )
})

it('says that something else was trained', () => {
  expect(words({ sameWork: false, images: -12, difference: -0.0012 })).toMatch(
    /^0\.12 points below .* a different recipe, seed or learning rate\.$/,
  )
})
