import type { Recipe } from '../recipe.ts'
import type { AugmentationRecipe } from '../schema/augmentation.ts'
import type { NetworkRecipe } from '../schema/network.ts'
import type { RunLength } from './schedule.ts'

type Sides = AugmentationRecipe['sides']

/** The side of the original images, which tests always use. */
export const FULL_SIDE = 32

/** Tolerance for rounding errors, which must not shift a change by a step. */
const ROUNDING = 1e-9

/** The first step that trains at an entry's side, or at a later one's. */
const firstStep = (
  fromEpoch: number,
  { stepsPerEpoch }: Pick<RunLength, 'stepsPerEpoch'>,
): number => Math.ceil(fromEpoch * stepsPerEpoch - ROUNDING)

/** The side of the images that a step, counted from 0, trains on. */
export const sideAt = (sides: Sides, run: Pick<RunLength, 'stepsPerEpoch'>, step: number): number =>
  sides.findLast(({ fromEpoch }) => firstStep(fromEpoch, run) <= step)?.side ?? FULL_SIDE

/** How many steps of a run are taken at each side, in order. */
export function stepsBySide(sides: Sides, run: RunLength): { side: number; steps: number }[] {
  const changes = [{ fromEpoch: 0, side: FULL_SIDE }, ...sides]
  const starts = [...changes.map(({ fromEpoch }) => firstStep(fromEpoch, run)), run.steps]
  return changes
    .map(({ side }, i) => ({ side, steps: Math.min(run.steps, starts[i + 1]) - starts[i] }))
    .filter(({ steps }) => steps > 0)
}

/** The sides below the full one that a run may train at, each once, the smallest first. */
export const smallerSides = (sides: Sides): number[] =>
  [...new Set(sides.map(({ side }) => side))]
    .filter((side) => side < FULL_SIDE)
    .sort((a, b) => a - b)

/**
 * Whether a network also trains on images below the full side. Its head must get the same number of features from
 * them. For that, a plain network must halve the side three times; the others always do.
 */
export const takesSmallerImages = (network: NetworkRecipe): boolean =>
  network.family !== 'plain' || network.channels.length + (network.halvesInput ? 1 : 0) === 3

/** Why a recipe's network cannot train at its sides, as a sentence; null if it can. */
export const sidesConflict = ({
  network,
  augmentation,
}: Pick<Recipe, 'network' | 'augmentation'>): string | null =>
  takesSmallerImages(network) || smallerSides(augmentation.sides).length === 0
    ? null
    : 'Only networks that halve the image three times can train on images below 32 pixels.'
