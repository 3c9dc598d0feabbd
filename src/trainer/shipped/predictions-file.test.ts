import { expect, it } from 'vitest'
import { confusionOf, readPredictions, writePredictions } from './predictions-file.ts'

const PREDICTIONS = {
  labels: Uint8Array.of(3, 5, 9),
  predicted: Uint8Array.of(3, 3, 9),
  confidences: Float32Array.of(0.5, 0.75, 1),
}

it('reads back predictions, and counts them by class', () => {
  const read = readPredictions(writePredictions(PREDICTIONS), 3)
  expect(read).toEqual(PREDICTIONS)
  const counts = confusionOf(read)
  expect([counts[33], counts[53], counts[99]]).toEqual([1, 1, 1])
  expect(counts.reduce((a, b) => a + b)).toBe(3)
})

it('rejects files of other images, with invalid classes, or truncated', () => {
  const bytes = writePredictions(PREDICTIONS)
  expect(() => readPredictions(bytes, 4)).toThrow('of 4 images')
  expect(() => readPredictions(bytes.subarray(0, bytes.length - 1), 3)).toThrow('truncated')
  const odd = { ...PREDICTIONS, predicted: Uint8Array.of(3, 10, 9) }
  expect(() => readPredictions(writePredictions(odd), 3)).toThrow('not class numbers')
})
