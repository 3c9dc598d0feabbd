import { describe, expect, it } from 'vitest'
import { choiceChange } from '../../recipe/choice/choice-change.ts'
import { presetChoice, type RecipeChoice, withFields, withToggle } from '../../recipe/choice.ts'
import { earlierRunOf } from '../../runs/earlier-run.ts'
import { doneRun } from '../../runs/testing/done-run.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import type { Change } from '../../runs/statistics/change.ts'
import {
  certaintyWords,
  headlineWords,
  storedComparisonWords,
  timeWords,
  whatWords,
} from './change-words.ts'

const QUICK = presetChoice('quick')
const what = (before: RecipeChoice, now: RecipeChoice) => {
  const change = choiceChange(before, now)
  if (change === null) throw new Error('Both are the same recipe.')
  return whatWords(change, before, now)
}
const LOWER: Change = { difference: -0.135, seconds: -2, spread: 0.02, certainty: 'far' }
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('whatWords', () => {
  it('says in a few words what is different', () => {
    const without = withToggle(QUICK, 'batchNorm', false)
    expect(what(QUICK, without)).toBe('Without batch norm')
    expect(what(without, QUICK)).toBe('With batch norm')
    expect(what(QUICK, withToggle(QUICK, 'rateByBatch', false))).toBe(
      '“Scale rate with batch size” off',
    )
    expect(what(QUICK, withFields(QUICK, { batchSize: 32 }))).toBe('With batch size 32')
    expect(what(QUICK, presetChoice('tiny'))).toBe('Tiny demo instead of Quick demo')
    expect(what(QUICK, withToggle(without, 'crop', false))).toBe('With these changes')
  })
})

describe('headlineWords', () => {
  it('is the change', () => {
    const words = headlineWords('Without batch norm', '51.4', LOWER, {
      testImages: 1000,
      secondsBefore: 22,
    })
    expect(plain(words)).toBe('Without batch norm: 51.4%, 13.5 points lower, 2 s faster')
  })

  it('leaves out times that say nothing', () => {
    const run = { testImages: 1000, secondsBefore: null }
    expect(plain(headlineWords('A', '51.4', LOWER, run))).toBe('A: 51.4%, 13.5 points lower')
  })

  it('does not make a difference of nothing', () => {
    const same = { ...LOWER, difference: 0, seconds: 0.1 }
    expect(headlineWords('A', '51.4', same, { testImages: 1000, secondsBefore: 22 })).toBe(
      'A: 51.4%, the same accuracy, equally fast',
    )
  })
})

describe('timeWords', () => {
  it.each([
    [-0.4, 8, '0.4 s faster'],
    [12.3, 70, '12 s slower'],
    [-200, 400, '200 s faster'],
    [1, 70, 'equally fast'],
  ])('%d s of %d s: %s', (seconds, before, words) => {
    expect(plain(timeWords(seconds, before))).toBe(words)
  })
})

describe('certaintyWords', () => {
  it('answers the guess, in at most two lines', () => {
    const words = plain(certaintyWords(LOWER, 1000, 'less'))
    expect(words).toBe(
      'You guessed less accurate. It was 13.5 points less accurate. One seed each; that is far more than chance.',
    )
    expect(words.length).toBeLessThan(2 * 62)
    const none: Change = { ...LOWER, difference: 0, certainty: 'chance' }
    expect(certaintyWords(none, 1000, 'same')).toBe(
      'You guessed no difference. It was equally accurate. One seed each; that may be chance.',
    )
  })

  it('says how far two runs differ by chance', () => {
    expect(certaintyWords({ ...LOWER, certainty: 'chance' }, 1000, null)).toContain(
      'differ by about 2.0 points',
    )
  })
})

describe('storedComparisonWords', () => {
  const before = earlierRunOf(doneRun({ seed: 1, accuracy: 0.649 }))
  const guessed = { toggle: 'batchNorm', base: QUICK, guess: 'less' } as const
  const { testImages = 0 } = before ?? {}
  const { record } = syntheticRecord({ accuracy: 0.514, record: { testImages } })

  it('says the run before, the guess and the answer', () => {
    expect(plain(storedComparisonWords(record, { before, guessed }))).toBe(
      'Quick demo, seed 1: 64.9%. You guessed less accurate. It was 13.5 points less accurate.',
    )
    expect(plain(storedComparisonWords(record, { before, guessed: null }))).toBe(
      'Quick demo, seed 1: 64.9%. It was 13.5 points less accurate.',
    )
  })

  it('gives no answer if there is none', () => {
    const unfinished = { ...record, ending: { kind: 'stopped' as const } }
    expect(storedComparisonWords(unfinished, { before: null, guessed })).toBe(
      'You guessed less accurate.',
    )
    const onOthers = { ...record, testImages: 10 * testImages }
    expect(plain(storedComparisonWords(onOthers, { before, guessed }))).toBe(
      'Quick demo, seed 1: 64.9%. You guessed less accurate.',
    )
  })
})
