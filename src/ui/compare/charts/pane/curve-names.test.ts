import { expect, it } from 'vitest'
import { curveNames } from './curve-names.ts'

it.each([
  ['quiet heron', 1, false, 'quiet heron'],
  ['quiet heron', 5, false, 'quiet heron (5)'],
  ['quiet heron', 5, true, 'heron'],
  ['with cutout of 8 pixels', 1, false, 'with cutout of 8…'],
  ['with cutout of 8 pixels', 5, true, 'with cu…'],
  // A name that a visitor chose.
  ['mine (5\u00a0seeds)', 1, true, 'mine (5…'],
])('shortens %s of %i seeds, narrow: %s, to %s', (name, seeds, narrow, expected) => {
  expect(curveNames([{ name, seeds }], narrow)).toEqual([expected])
})

it.each([
  [['merry bison', 'dusky bison', 'quiet heron'], true, ['merry', 'dusky', 'heron']],
  [
    ['trained without cutout', 'trained without CutMix'],
    false,
    ['…d without cutout', '…d without CutMix'],
  ],
  [['trained without cutout', 'trained without CutMix'], true, ['…cutout', '…CutMix']],
])('tells %j apart, narrow: %s', (names, narrow, expected) => {
  const rows = names.map((name) => ({ name, seeds: 1 }))
  expect(curveNames(rows, narrow)).toEqual(expected)
})
