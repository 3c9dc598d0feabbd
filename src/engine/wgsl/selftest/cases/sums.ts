import { sumSplits } from '../../kernels/conv/sum-splits.ts'
import { near, type KernelCase } from '../kernel-case.ts'
import { sumOfParts } from '../reference/sums.ts'

/** Few and many elements and splits, so that one thread or several share an element. */
const SETTINGS = [
  { elements: 1092, splits: 1 },
  { elements: 1092, splits: 7 },
  { elements: 4, splits: 1500 },
  { elements: 2056, splits: 33 },
]
const SCALE = 1 / 256

export const SUM_CASES: readonly KernelCase[] = SETTINGS.flatMap(({ elements, splits }) =>
  [false, true].map((accumulate) => ({
    kernel: 'sumSplits',
    name: `${splits} of ${elements}${accumulate ? ', added to an earlier micro-batch' : ''}`,
    storage: 'f32' as const,
    problem(random) {
      const partials = random.normal('partials', elements * splits)
      const before = random.normal('before', elements)
      const sum = sumOfParts(splits)(partials).map(
        (value, i) => value * SCALE + (accumulate ? before[i] : 0),
      )
      return {
        kernel: sumSplits({ elements, splits, scale: SCALE, accumulate }),
        inputs: { partials, ...(accumulate ? { sum: before } : {}) },
        expected: [near('sum', sum)],
      }
    },
  })),
)
