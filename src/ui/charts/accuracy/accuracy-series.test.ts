import { describe, expect, it } from 'vitest'
import type { TestScores } from '../../../trainer/events.ts'
import { accuracySeries } from './accuracy-series.ts'

const SCORE = { loss: 1, accuracy: 0.9 }
const LIVE: TestScores = { live: SCORE, average: null, views: null }
const AVERAGE: TestScores = { live: null, average: SCORE, views: null }
const ALL: TestScores = { live: SCORE, average: SCORE, views: SCORE }

const looks = (...tests: TestScores[]) => {
  const epochs = tests.map((test, i) => ({ epoch: i + 1, trainSeconds: i, train: SCORE, test }))
  return accuracySeries(epochs, false).map(({ key, look }) => [key, look])
}

describe('accuracySeries', () => {
  it('draws what is tested after each epoch as the main line, and the rest of the final test beside it', () => {
    expect(looks(AVERAGE, AVERAGE, ALL)).toEqual([
      ['average', 'main-line'],
      ['views', 'dashed'],
      ['live', 'dotted'],
    ])
    expect(looks(AVERAGE)).toEqual([['average', 'main-line']])
  })

  it('draws the main score as the main line if all scores are tested', () => {
    expect(looks(ALL, ALL)).toEqual([
      ['views', 'main-line'],
      ['average', 'dashed'],
      ['live', 'dotted'],
    ])
    expect(looks(LIVE, LIVE)).toEqual([['live', 'main-line']])
  })
})
