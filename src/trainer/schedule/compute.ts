import { type Peak, peakFlops } from '../../engine/inspection/profile.ts'
import { countNetwork } from '../../model/counts.ts'
import { inputOf } from '../../model/layers.ts'
import { buildNetwork, buildNetworkAt } from '../../model/networks.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { stepsBySide } from '../../recipe/schedule/sides.ts'
import { viewPasses } from '../evaluation/views.ts'

/** FLOP of convolutions and linear layers in a run's training time: all steps, and the final test with its views. */
export function runFlops(recipe: Recipe, trainImages: number, testImages: number): number {
  const { network, augmentation, batchSize } = recipe
  const { macs } = countNetwork(buildNetwork(network))
  const stepFlops = (side: number) =>
    batchSize * countNetwork(buildNetworkAt(network, side), inputOf(side)).trainingFlops
  const training = stepsBySide(augmentation.sides, runLength(recipe, trainImages))
  const finalTest = 2 * macs * testImages * viewPasses(recipe.views)
  return training.reduce((sum, { side, steps }) => sum + steps * stepFlops(side), finalTest)
}

type PeakPrecision = 'f16' | 'f32'

/**
 * Seconds a run would take at 100% efficiency: its convolutions and linear layers at the GPU's measured peak, and
 * nothing else. Source: part 1 of David Page's "How to train your ResNet", which asks this of a V100.
 */
export const perfectSeconds = (flops: number, peak: Peak, precision: PeakPrecision): number =>
  flops / peakFlops(peak, precision)

/** The share of the measured peak that training at this pace reaches, its convolutions and linear layers counted. */
export function reachedShare(
  { network }: Pick<Recipe, 'network'>,
  imagesPerSecond: number,
  peak: Peak,
  precision: PeakPrecision,
): number {
  const { trainingFlops } = countNetwork(buildNetwork(network))
  return (trainingFlops * imagesPerSecond) / peakFlops(peak, precision)
}
