import { readSample } from '../src/data/node/sample.ts'
import type { StoredRun } from '../src/runs/history/entry.ts'
import { namedImages } from '../src/runs/test-records.ts'
import { keptRun } from './kept-runs.ts'

const { test } = await readSample()

/**
 * A run on the shipped images that never was: image `i` is named as the next class but one where `isWrong(i)`, at a sureness
 * that falls with its number.
 */
export function namedRun(
  seed: number,
  isWrong: (record: number) => boolean,
  entry: Partial<StoredRun['entry']> = {},
): StoredRun {
  const labels = [...test.labels]
  const answers = labels.map((label, i) => (isWrong(i) ? (label + 2) % 10 : label))
  const certainties = labels.map((_, i) => 0.999 - 0.0008 * i)
  const confusion = Array.from({ length: 100 }, () => 0)
  labels.forEach((label, i) => confusion[10 * label + answers[i]]++)
  const accuracy = labels.filter((label, i) => label === answers[i]).length / labels.length
  const images = { dataset: 'sample', trainImages: 5000, testImages: 1000 } as const
  return keptRun(seed, {
    accuracy,
    hoursAgo: seed,
    named: namedImages(labels, answers, certainties),
    record: { ...images, confusion },
    entry,
  })
}
