import { describe, expect, it } from 'vitest'
import { leastConfident } from './confidence.ts'

/** Logits of one image whose largest is `margin` above the nine others, at class `predicted`. */
const row = (margin: number, predicted: number) =>
  Array.from({ length: 10 }, (_, c) => (c === predicted ? 5 + margin : 5))

describe('leastConfident', () => {
  const logits = Float32Array.from(
    [row(3, 0), row(0.5, 9), row(2, 4), row(0.5, 1), row(9, 2)].flat(),
  )

  it('finds the images with the smallest largest probability, the first of equals, in order', () => {
    expect([...leastConfident(logits, 1)]).toEqual([1])
    expect([...leastConfident(logits, 3)]).toEqual([1, 2, 3])
    expect([...leastConfident(logits, 0)]).toEqual([])
  })

  it('uses probabilities, not the size of logits', () => {
    const sure = Float32Array.from([...row(1, 0), ...row(1, 0).map((x) => x * 10)])
    expect([...leastConfident(sure, 1)]).toEqual([0])
  })
})
