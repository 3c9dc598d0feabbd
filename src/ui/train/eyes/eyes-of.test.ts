import { expect, it } from 'vitest'
import {
  WATCHED_IMAGES,
  type WatchedPredictions,
} from '../../../trainer/evaluation/watched-images.ts'
import { eyesOf, shippedEyes } from './eyes-of.ts'
import { EYES } from './texts.ts'

const watched = (predicted: readonly number[], confidence = 0.5): WatchedPredictions => ({
  predicted,
  confidences: predicted.map(() => confidence),
})
const truth = WATCHED_IMAGES.map(({ label }) => label)
const TEN_CLASSES = [...new Set(truth)].sort((a, b) => a - b)

it('shows the shipped network’s predictions: two of them wrong, none changed', () => {
  const eyes = shippedEyes()
  expect(eyes).toHaveLength(12)
  expect(TEN_CLASSES).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(eyes.filter(({ label, seen }) => seen?.predicted !== label)).toHaveLength(2)
  expect(eyes.every(({ seen }) => seen?.before === null)).toBe(true)
})

it('shows nothing before the first test, nor of a test set that does not hold the images', () => {
  expect(eyesOf([]).every(({ seen }) => seen === null)).toBe(true)
  const other = eyesOf([{ watched: watched(truth) }, { watched: null }])
  expect(other.every(({ seen }) => seen === null)).toBe(true)
})

it('marks what the last test predicts otherwise than the one before it', () => {
  const first = watched(truth.map(() => 6))
  const [zeroth] = truth
  const second = watched(truth.map((label, i) => (i === 0 ? label : 6)))
  const third = watched(second.predicted, 0.75)
  expect(eyesOf([{ watched: first }])[0].seen).toEqual({
    predicted: 6,
    confidence: 0.5,
    before: null,
  })
  const eyes = eyesOf([{ watched: first }, { watched: second }])
  expect(eyes[0].seen).toEqual({ predicted: zeroth, confidence: 0.5, before: 6 })
  expect(eyes.slice(1).every(({ seen }) => seen?.before === null)).toBe(true)
  const still = eyesOf([{ watched: first }, { watched: second }, { watched: third }])
  expect(still[0].seen).toEqual({ predicted: zeroth, confidence: 0.75, before: null })
})

it('says all that a tile shows', () => {
  const eye = { record: 0, label: 3 }
  expect(EYES.tile({ ...eye, seen: null })).toBe('Test image of class cat, not tested yet.')
  expect(EYES.tile({ ...eye, seen: { predicted: 5, confidence: 0.426, before: 3 } })).toBe(
    'Predicted dog, 43%: wrong, it is cat. Before: cat.',
  )
  expect(EYES.tile({ ...eye, seen: { predicted: 3, confidence: NaN, before: null } })).toBe(
    'Predicted cat, NaN: correct.',
  )
})
