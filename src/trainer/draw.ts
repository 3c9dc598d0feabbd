import { CHOICE_WORDS, packAugmentation, type EpochChoices } from '../engine/choices.ts'
import { IMAGE_SIDE } from '../data/records.ts'
import { randomPermutation, randomWords, wordBelow } from '../random/stream.ts'
import type { AugmentationRecipe } from '../recipe/recipe.ts'

/**
 * Every random choice of one epoch over `images` records, from streams of the run's seed: `order` permutes the
 * records; `crop`, `mirror` and `cutout` are drawn for each record, whatever its position.
 */
export function drawEpoch(
  augmentation: AugmentationRecipe,
  seed: number,
  epoch: number,
  images: number,
): EpochChoices {
  const order = randomPermutation(seed, 'order', epoch, images)
  const shifts = drawPairs(seed, 'crop', epoch, images, 2 * augmentation.cropPadding + 1)
  const mirrored = drawMirrors(augmentation.flip, seed, epoch, images)
  const places = augmentation.cutout === 0 ? 1 : IMAGE_SIDE - augmentation.cutout + 1
  const corners = drawPairs(seed, 'cutout', epoch, images, places)
  const words = new Uint32Array(CHOICE_WORDS * images)
  order.forEach((record, position) => {
    words[CHOICE_WORDS * position] = record
    words[CHOICE_WORDS * position + 1] = packAugmentation({
      shiftX: shifts(record, 0) - augmentation.cropPadding,
      shiftY: shifts(record, 1) - augmentation.cropPadding,
      mirrored: mirrored(record),
      cutoutX: corners(record, 0),
      cutoutY: corners(record, 1),
      cutoutSide: augmentation.cutout,
    })
  })
  return { epoch, words }
}

/** Two draws below `n` for each record; nothing is drawn where there is only one value. */
function drawPairs(seed: number, name: string, epoch: number, images: number, n: number) {
  if (n === 1) return () => 0
  const words = randomWords(seed, name, epoch, 2 * images)
  return (record: number, axis: 0 | 1) => wordBelow(words[2 * record + axis], n)
}

function drawMirrors(
  flip: AugmentationRecipe['flip'],
  seed: number,
  epoch: number,
  images: number,
): (record: number) => boolean {
  switch (flip) {
    case 'off':
      return () => false
    case 'random': {
      const words = randomWords(seed, 'mirror', epoch, images)
      return (record) => words[record] >>> 31 === 1
    }
    case 'alternating': {
      const words = randomWords(seed, 'mirror', 0, images)
      return (record) => (words[record] >>> 31 === 1) !== (epoch % 2 === 1)
    }
  }
}
