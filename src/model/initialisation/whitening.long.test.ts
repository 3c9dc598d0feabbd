import { describe, expect, it } from 'vitest'
import { locateDataset } from '../../data/node/locate.ts'
import { readDataset } from '../../data/node/read-dataset.ts'
import { CIFAR10_NORMALISATION } from '../../data/records.ts'
import { whiteningBasis } from './whitening.ts'

/** Square roots of the eigenvalues on the full train set, in print in Page's bag_of_tricks notebook (cell 70). */
const PUBLISHED = [
  4.58, 1.33, 1.2, 1.06, 0.62, 0.52, 0.48, 0.44, 0.26, 0.26, 0.26, 0.23, 0.14, 0.13, 0.12, 0.1,
  0.09, 0.08, 0.06, 0.05, 0.05, 0.04, 0.04, 0.03, 0.02, 0.02, 0.01,
]
/** Half of the last printed digit, and what his sums in single precision are off by. */
const TOLERANCE = 0.0055

const location = await locateDataset(process.cwd())

describe.runIf(location !== null)('whitening of the full train set', () => {
  it('has the eigenvalues that Page published', async () => {
    const { train } = await readDataset('full')
    const options = { epsilon: 1e-2, images: 10_000, normalisation: CIFAR10_NORMALISATION }
    const { values } = whiteningBasis(train, { ...options, kernel: 3 })
    const errors = PUBLISHED.map((deviation, i) => Math.abs(Math.sqrt(values[i]) - deviation))
    expect(values).toHaveLength(PUBLISHED.length)
    expect(Math.max(...errors)).toBeLessThan(TOLERANCE)
  })
})
