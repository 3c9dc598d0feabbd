import { CLASS_COUNT } from '../../model/layers.ts'

/**
 * The `count` images, in order, with the least confident predictions: whose largest softmax probability is smallest,
 * the first of equals. logits [images, 10].
 */
export function leastConfident(logits: Float32Array, count: number): Uint32Array<ArrayBuffer> {
  const images = logits.length / CLASS_COUNT
  // The reciprocal of the largest probability: the sum of exp(z - largest).
  const doubts = Float64Array.from({ length: images }, (_, image) => {
    const row = logits.subarray(CLASS_COUNT * image, CLASS_COUNT * (image + 1))
    const largest = Math.max(...row)
    return row.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)
  })
  const byDoubt = Uint32Array.from(doubts, (_, image) => image)
  return byDoubt
    .sort((a, b) => doubts[b] - doubts[a] || a - b)
    .slice(0, count)
    .sort()
}
