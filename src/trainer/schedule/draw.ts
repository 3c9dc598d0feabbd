import {
  DRAW_WORDS,
  MAX_DRAWS,
  NO_JITTER,
  NO_PATCH,
  setDraw,
  type AugmentationDraws,
  type Jitter,
  type Patch,
} from '../../engine/batch/augmentation-draws.ts'
import { IMAGE_SIDE } from '../../data/records.ts'
import { randomPermutation, randomWords, wordBelow } from '../../random/stream.ts'
import type { AugmentationRecipe } from '../../recipe/schema/augmentation.ts'
import { drawGroups } from './norm-groups.ts'

/** A random position for each record: column and row. */
type Positions = (record: number, axis: 0 | 1) => number

/**
 * Every random choice of one epoch over `images` records, from streams of the run's seed: `order` permutes the
 * records; `crop`, `mirror`, `cutout`, `cutMix`, `brightness` and `contrast` are drawn for each record, whatever its
 * position; `partner` permutes the positions, and gives each the one that its patch shows.
 */
export function drawEpoch(
  augmentation: AugmentationRecipe,
  seed: number,
  epoch: number,
  images: number,
): AugmentationDraws {
  const { cropPadding, cutout, flip, draws } = augmentation
  const drawPositions = draws === 'grouped' ? drawGroupedPositions : drawPairs
  const order = randomPermutation(seed, 'order', augmentation.order === 'once' ? 0 : epoch, images)
  const shifts = drawPositions(seed, 'crop', epoch, images, 2 * cropPadding + 1)
  const mirrored = drawMirrors({ flip, draws }, seed, epoch, images)
  const corners = drawPositions(seed, 'cutout', epoch, images, positionsOf(cutout))
  const patches = drawPatches(augmentation, seed, epoch, images)
  const jitters = drawJitters(augmentation, seed, epoch, images)
  const drawn = { epoch, words: new Uint32Array(DRAW_WORDS * images) }
  order.forEach((record, position) => {
    const image = {
      shiftX: shifts(record, 0) - cropPadding,
      shiftY: shifts(record, 1) - cropPadding,
      mirrored: mirrored(record),
      cutoutX: corners(record, 0),
      cutoutY: corners(record, 1),
      cutoutSide: cutout,
    }
    setDraw(drawn, position, {
      record,
      augmentation: image,
      patch: patches(record, position),
      jitter: jitters(record),
    })
  })
  return drawn
}

/** Columns (or rows) at which a square of that side fits into the image; 1 without a square. */
const positionsOf = (side: number): number => (side === 0 ? 1 : IMAGE_SIDE - side + 1)

/** Two draws below `n` for each record; nothing is drawn if there is only one value. */
function drawPairs(
  seed: number,
  name: string,
  epoch: number,
  images: number,
  n: number,
): Positions {
  if (n === 1) return () => 0
  const words = randomWords(seed, name, epoch, 2 * images)
  return (record, axis) => wordBelow(words[2 * record + axis], n)
}

/** One of `n` times `n` positions for each record, the same within a group. */
function drawGroupedPositions(
  seed: number,
  name: string,
  epoch: number,
  images: number,
  n: number,
): Positions {
  if (n === 1) return () => 0
  const option = drawGroups(seed, name, epoch, images, n * n)
  return (record, axis) => (axis === 0 ? option(record) % n : Math.floor(option(record) / n))
}

function drawMirrors(
  { flip, draws }: Pick<AugmentationRecipe, 'flip' | 'draws'>,
  seed: number,
  epoch: number,
  images: number,
): (record: number) => boolean {
  const toss = (index: number): ((record: number) => boolean) => {
    if (draws === 'grouped') {
      const option = drawGroups(seed, 'mirror', index, images, 2)
      return (record) => option(record) === 1
    }
    const words = randomWords(seed, 'mirror', index, images)
    return (record) => words[record] >>> 31 === 1
  }
  switch (flip) {
    case 'off':
      return () => false
    case 'random':
      return toss(epoch)
    case 'alternating': {
      const first = toss(0)
      return (record) => first(record) !== (epoch % 2 === 1)
    }
  }
}

function drawPatches(
  { cutMix }: AugmentationRecipe,
  seed: number,
  epoch: number,
  images: number,
): (record: number, position: number) => Patch {
  if (cutMix === null || epoch < cutMix.fromEpoch) return () => NO_PATCH
  if (images > MAX_DRAWS) {
    throw new RangeError(`CutMix takes at most ${MAX_DRAWS} images, not ${images}.`)
  }
  const { side } = cutMix
  const corners = drawPairs(seed, 'cutMix', epoch, images, positionsOf(side))
  const partners = randomPermutation(seed, 'partner', epoch, images)
  return (record, position) => ({
    partner: partners[position],
    x: corners(record, 0),
    y: corners(record, 1),
    side,
  })
}

function drawJitters(
  { jitter }: AugmentationRecipe,
  seed: number,
  epoch: number,
  images: number,
): (record: number) => Jitter {
  if (jitter === null) return () => NO_JITTER
  const around = (name: string, centre: number, range: number) => {
    const words = randomWords(seed, name, epoch, images)
    return (record: number) => centre + range * ((2 * words[record]) / 2 ** 32 - 1)
  }
  const brightness = around('brightness', 0, jitter.brightness)
  const contrast = around('contrast', 1, jitter.contrast)
  return (record) => ({ brightness: brightness(record), contrast: contrast(record) })
}
