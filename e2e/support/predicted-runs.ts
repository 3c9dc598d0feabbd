import { readSample } from '../../src/data/node/sample.ts'
import type { StoredRun } from '../../src/runs/history/entry.ts'
import { predictionsOf } from '../../src/runs/testing/records.ts'
import { storedRun } from './stored-runs.ts'

const { test } = await readSample()

/**
 * A synthetic run on the shipped images. Image `i` is predicted two classes too high if `isWrong(i)`; the confidence
 * decreases with `i`.
 */
export function predictedRun(
  seed: number,
  isWrong: (record: number) => boolean,
  entry: Partial<StoredRun['entry']> = {},
): StoredRun {
  const labels = [...test.labels]
  const predicted = labels.map((label, i) => (isWrong(i) ? (label + 2) % 10 : label))
  const confidences = labels.map((_, i) => 0.999 - 0.0008 * i)
  const confusion = Array.from({ length: 100 }, () => 0)
  labels.forEach((label, i) => confusion[10 * label + predicted[i]]++)
  const accuracy = labels.filter((label, i) => label === predicted[i]).length / labels.length
  const images = { dataset: 'sample', trainImages: 5000, testImages: 1000 } as const
  return storedRun(seed, {
    accuracy,
    hoursAgo: seed,
    predictions: predictionsOf(labels, predicted, confidences),
    record: { ...images, confusion },
    entry,
  })
}
