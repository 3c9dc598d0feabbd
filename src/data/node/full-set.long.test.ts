import { describe, expect, it } from 'vitest'
import { CIFAR10_NORMALISATION, IMAGE_BYTES, type Records } from '../records.ts'
import { locateDataset } from './locate.ts'
import { readDataset } from './read-dataset.ts'

const CLASSES = Array.from({ length: 10 }, (_, label) => label)
const PLANE_BYTES = IMAGE_BYTES / 3

const location = await locateDataset(process.cwd())

function perClass({ labels }: Records): number[] {
  const counts = CLASSES.map(() => 0)
  for (const label of labels) counts[label] += 1
  return counts
}

/** Mean and deviation of a colour's pixels. */
function spread({ count, pixels }: Records, colour: number) {
  let sum = 0
  let squares = 0
  for (let image = 0; image < count; image++) {
    const start = image * IMAGE_BYTES + colour * PLANE_BYTES
    for (let at = start; at < start + PLANE_BYTES; at++) {
      sum += pixels[at]
      squares += pixels[at] ** 2
    }
  }
  const mean = sum / (count * PLANE_BYTES)
  return { mean, deviation: Math.sqrt(squares / (count * PLANE_BYTES) - mean ** 2) }
}

describe.runIf(location !== null)('the full data set', () => {
  it('has 5,000 and 1,000 images a class, in order, with the known mean and deviation', async () => {
    const { train, test } = await readDataset('full')
    expect(perClass(train)).toEqual(CLASSES.map(() => 5000))
    expect(perClass(test)).toEqual(CLASSES.map(() => 1000))
    expect([...train.labels.subarray(0, 10)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3])
    for (const colour of [0, 1, 2]) {
      const { mean, deviation } = spread(train, colour)
      expect(mean).toBeCloseTo(CIFAR10_NORMALISATION.mean[colour], 1)
      expect(deviation).toBeCloseTo(CIFAR10_NORMALISATION.deviation[colour], 1)
    }
  })
})
