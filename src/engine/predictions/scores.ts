import { CLASS_COUNT } from '../../model/layers.ts'
import type { Evaluation } from '../engine.ts'

/**
 * Scores logits [count, 10] against their labels: argmax (the first of equals), its softmax probability, and mean
 * cross-entropy with targets smoothed as PyTorch's `label_smoothing`: 1 - s + s / 10 for the truth, s / 10 for the
 * rest.
 */
export function scoreLogits(
  logits: Float32Array,
  labels: Uint8Array,
  labelSmoothing: number,
): Evaluation {
  const count = labels.length
  const confusion = new Uint32Array(CLASS_COUNT * CLASS_COUNT)
  const predicted = new Uint8Array(count)
  const confidences = new Float32Array(count)
  let correct = 0
  let loss = 0
  for (let i = 0; i < count; i++) {
    const row = logits.subarray(CLASS_COUNT * i, CLASS_COUNT * (i + 1))
    const largest = Math.max(...row)
    const prediction = Math.max(0, row.indexOf(largest))
    const truth = labels[i]
    confusion[truth * CLASS_COUNT + prediction]++
    if (prediction === truth) correct++
    let exponentials = 0
    let sum = 0
    for (const logit of row) {
      exponentials += Math.exp(logit - largest)
      sum += logit - largest
    }
    predicted[i] = prediction
    confidences[i] = 1 / exponentials
    const truthShare = (1 - labelSmoothing) * (row[truth] - largest)
    loss += Math.log(exponentials) - truthShare - (labelSmoothing / CLASS_COUNT) * sum
  }
  const predictions = { labels: Uint8Array.from(labels), predicted, confidences }
  return { count, correct, loss: loss / count, confusion, predictions }
}
