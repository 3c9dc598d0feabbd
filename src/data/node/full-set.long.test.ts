import { describe, expect, it } from 'vitest'
import { CIFAR10_NORMALISATION, type Records } from '../records.ts'
import { pixelStatistics } from '../facts/statistics.ts'
import { locateDataset } from './locate.ts'
import { readDataset } from './read-dataset.ts'

const CLASSES = Array.from({ length: 10 }, (_, label) => label)

const location = await locateDataset(process.cwd())

function perClass({ labels }: Records): number[] {
  const counts = CLASSES.map(() => 0)
  for (const label of labels) counts[label] += 1
  return counts
}

describe.runIf(location !== null)('the full data set', () => {
  it('has 5,000 and 1,000 images a class, in order, with the known mean and deviation', async () => {
    const { train, test } = await readDataset('full')
    expect(perClass(train)).toEqual(CLASSES.map(() => 5000))
    expect(perClass(test)).toEqual(CLASSES.map(() => 1000))
    expect([...train.labels.subarray(0, 10)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3])
    const { mean, deviation } = pixelStatistics(train)
    for (const colour of [0, 1, 2]) {
      expect(mean[colour]).toBeCloseTo(CIFAR10_NORMALISATION.mean[colour], 1)
      expect(deviation[colour]).toBeCloseTo(CIFAR10_NORMALISATION.deviation[colour], 1)
    }
  })
})
