import { DATASET_SIZES } from '../../data/datasets.ts'
import type { Sample } from './samples.ts'

/** From here on full runs count as runs near 94%. */
const NEAR_GOAL = 0.93

/**
 * Standard deviation of single full runs near 94%, as a share. Keller Jordan's airbench94, whose runs differ by the seed
 * alone: 0.14 to 0.15 points over 200 and more runs (https://github.com/KellerJordan/cifar10-airbench).
 */
const MEASURED_SPREAD = 0.0015

/**
 * Expected standard deviation of the accuracy (0 to 1) of single runs, if there are too few seeds to measure it: near
 * 94% on all test images as published, otherwise the binomial deviation for this number of images.
 */
export const expectedSpread = (accuracy: number, testImages: number): number =>
  accuracy >= NEAR_GOAL && testImages >= DATASET_SIZES.full.test
    ? MEASURED_SPREAD
    : Math.sqrt((accuracy * (1 - accuracy)) / testImages)

/** Fewest seeds from which the spread can be estimated. */
const LEAST_SEEDS = 3

/** The deviation of a single run: that of its seeds, but at least half the expected one. */
export function spreadOfSeeds({ count, mean, deviation }: Sample, testImages: number): number {
  const expected = expectedSpread(mean, testImages)
  return count < LEAST_SEEDS || deviation === null ? expected : Math.max(expected / 2, deviation)
}
