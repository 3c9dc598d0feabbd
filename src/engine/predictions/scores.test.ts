import { describe, expect, it } from 'vitest'
import { scoreLogits } from './scores.ts'

/** Ten logits, `value` at `at`, else 0. */
const row = (at: number, value: number) =>
  Array.from({ length: 10 }, (_, i) => (i === at ? value : 0))

describe('scoreLogits', () => {
  it('counts predictions against truths', () => {
    const logits = Float32Array.from([...row(3, 2), ...row(5, 1), ...row(0, 0)])
    const { count, correct, confusion } = scoreLogits(logits, Uint8Array.of(3, 4, 0), 0)
    expect({ count, correct }).toEqual({ count: 3, correct: 2 })
    expect(confusion[33] + confusion[45] + confusion[0]).toBe(3)
    expect(confusion.reduce((sum, n) => sum + n, 0)).toBe(3)
  })

  it('returns the prediction of each image, and its confidence', () => {
    const labels = Uint8Array.of(3, 4)
    const { predictions } = scoreLogits(
      Float32Array.from([...row(3, 2), ...row(5, 500)]),
      labels,
      0,
    )
    expect(predictions.labels).toEqual(labels)
    expect(predictions.predicted).toEqual(Uint8Array.of(3, 5))
    expect(predictions.confidences[0]).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 9), 6)
    expect(predictions.confidences[1]).toBe(1)
  })

  it('gives the mean cross-entropy, however large the logits', () => {
    const labels = Uint8Array.of(3, 4)
    const uniform = scoreLogits(Float32Array.from([...row(0, 0), ...row(0, 0)]), labels, 0)
    expect(uniform.loss).toBeCloseTo(Math.log(10), 6)
    const sure = scoreLogits(Float32Array.from([...row(3, 500), ...row(3, 500)]), labels, 0)
    expect(sure.loss).toBeCloseTo(250, 6)
  })

  it('smooths targets as PyTorch does: 0.82 and 0.02 for 0.2', () => {
    const { loss } = scoreLogits(Float32Array.from(row(3, 2)), Uint8Array.of(3), 0.2)
    const normaliser = Math.log(Math.exp(2) + 9)
    const expected = 0.82 * (normaliser - 2) + 9 * 0.02 * normaliser
    expect(loss).toBeCloseTo(expected, 6)
  })

  it('does not accept NaN as a prediction', () => {
    const logits = new Float32Array(10).fill(Number.NaN)
    expect(scoreLogits(logits, Uint8Array.of(1), 0)).toMatchObject({ correct: 0, loss: Number.NaN })
  })
})
