// The parts of a run, without a GPU, so that tests can check which parts a toggle changes.

import { isDeepStrictEqual } from 'node:util'
import type { AugmentationDraws } from '../../engine/batch/augmentation-draws.ts'
import { buildNetwork } from '../../model/networks.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { AugmentationRecipe } from '../../recipe/schema/augmentation.ts'
import { whiteningOf } from '../../recipe/schema/network.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { sideAt } from '../../recipe/schedule/sides.ts'
import type { ToggleName } from '../../recipe/toggles.ts'
import { averageOf } from '../schedule/averages.ts'
import { drawEpoch } from '../schedule/draw.ts'
import { averageDecayAt, ratesAt } from '../schedule/rates.ts'
import { viewsOf, viewedShare } from '../evaluation/views.ts'

const SEED = 1
const IMAGES = 48
/** Not the batch size of any preset, so that tests show how rates depend on it. */
const BATCH = 24

const PARTS = [
  'precision',
  'layers',
  'whitening',
  'images',
  'place',
  'loss',
  'length',
  'update',
  'average',
  'lookahead',
  'views',
] as const

export type Part = (typeof PARTS)[number]

type Parts = Readonly<Record<Part, unknown>>

/** Every part of a run with a batch of 24 on 48 images. */
function computeParts(recipe: Recipe): Parts {
  const { network, augmentation, normalisation, optimiser, averaging, views } = recipe
  const whitening = whiteningOf(network)
  const length = runLength(recipe, IMAGES)
  const steps = Array.from({ length: length.steps }, (_, step) => step)
  const epochs = [0, 1, Math.ceil(length.epochs) - 1]
  const { weightDecay: _, normBiasRate: _rate, ...rule } = optimiser
  const decays = steps.map((step) => averageDecayAt(recipe, length, step))
  return {
    precision: recipe.precision,
    layers: buildNetwork(network),
    whitening: whitening && { epsilon: whitening.epsilon, images: whitening.images },
    images: {
      drawn: epochs.map((epoch) => drawnEpoch(augmentation, epoch)),
      sides: steps.map((step) => sideAt(augmentation.sides, length, step)),
      normalisation,
    },
    place: augmentation.place,
    loss: recipe.labelSmoothing,
    length,
    update: { rule, rates: sampled(steps).map((step) => ratesAt(recipe, length, step)) },
    average: averaging.kind === 'ema' ? decays : null,
    lookahead: averageOf(averaging) === 'lookahead' ? decays : null,
    views: { views: viewsOf(views), share: viewedShare(views) },
  }
}

/** Sixteen steps of a run. */
const sampled = (steps: readonly number[]) =>
  steps.filter((step) => step % Math.ceil(steps.length / 16) === 0)

const drawnEpochs = new Map<string, AugmentationDraws>()

function drawnEpoch(augmentation: AugmentationRecipe, epoch: number): AugmentationDraws {
  const key = JSON.stringify([augmentation, epoch])
  const drawn = drawnEpochs.get(key) ?? drawEpoch(augmentation, SEED, epoch, IMAGES)
  drawnEpochs.set(key, drawn)
  return drawn
}

const known = new WeakMap<Recipe, Parts>()

function partsOf(recipe: Recipe) {
  const parts = known.get(recipe) ?? computeParts({ ...recipe, batchSize: BATCH })
  known.set(recipe, parts)
  return parts
}

/** The parts in which two runs differ. */
export const differingParts = (a: Recipe, b: Recipe): Part[] =>
  PARTS.filter((part) => !isDeepStrictEqual(partsOf(a)[part], partsOf(b)[part]))

/** The parts that each toggle changes, in one preset or another. */
export const TOGGLED_PARTS: Readonly<Record<ToggleName, readonly Part[]>> = {
  // Switching Muon off, as LARS does, also replaces the head of airbench94-muon, which suits only Muon's rates.
  lars: ['layers', 'update'],
  muon: ['layers', 'update'],
  rareRescaling: ['update'],
  ownBiasRate: ['update'],
  nesterov: ['update'],
  weightDecay: ['update'],
  halfPrecision: ['precision'],
  crop: ['images'],
  flip: ['images'],
  alternatingFlip: ['images'],
  cutout: ['images'],
  cutMix: ['images'],
  jitter: ['images'],
  growingImages: ['images'],
  groupedDraws: ['images'],
  reshuffle: ['images'],
  gpuAugmentation: ['place'],
  bulkAugmentation: ['place'],
  learnedNormalisation: ['images'],
  prepNorm: ['layers'],
  branches: ['layers'],
  largeKernels: ['layers'],
  pools: ['layers'],
  averagePools: ['layers'],
  poolBeforeActivation: ['layers'],
  earlyPool: ['layers'],
  residuals: ['layers'],
  extras: ['layers'],
  thirdConvolution: ['layers'],
  doubleWidth: ['layers'],
  globalMax: ['layers'],
  headBias: ['layers'],
  smallLogits: ['layers'],
  celu: ['layers'],
  gelu: ['layers'],
  silu: ['layers'],
  siluBlocks: ['layers'],
  batchNorm: ['layers'],
  ghostNorm: ['layers'],
  // Outside airbench, biases learn faster while the scales are frozen.
  frozenScale: ['layers', 'update'],
  biasRate: ['update'],
  fastStatistics: ['layers'],
  labelSmoothing: ['loss'],
  // In airbench, switching off whitening also removes its bias, and with it the step at which the bias's training ends.
  whitening: ['layers', 'whitening', 'update'],
  smallPatches: ['layers'],
  whiteningBias: ['layers', 'update'],
  // In a preset without the bias, switching it on adds the bias for the first epochs.
  freezeWhiteningBias: ['layers', 'update'],
  dirac: ['layers'],
  addedDirac: ['layers'],
  scalesFromOne: ['layers'],
  warmUp: ['update'],
  tail: ['update'],
  rest: ['update'],
  rateByBatch: ['update'],
  // One kind of average replaces the other. With lookahead, running statistics have another momentum.
  ema: ['average', 'lookahead'],
  averagedTail: ['average', 'lookahead'],
  lookahead: ['layers', 'average', 'lookahead'],
  mirrorViews: ['views'],
  shiftedViews: ['views'],
  selectiveViews: ['views'],
}
