import * as v from 'valibot'
import { between, MAX_EPOCHS, wholeBetween } from './numbers.ts'
import type { ReadOnly } from './read-only.ts'

/**
 * Brightness, then contrast, of each image, after normalisation and crop: x = (x + b) c, with b uniform in
 * -brightness .. brightness and c uniform in 1 - contrast .. 1 + contrast.
 */
const JitterSchema = v.object({
  brightness: between(0, 2),
  contrast: between(0, 1),
})

const SidesSchema = v.pipe(
  v.array(
    v.object({
      fromEpoch: v.pipe(v.number(), v.minValue(0)),
      side: v.pipe(v.number(), v.integer(), v.minValue(20), v.maxValue(32)),
    }),
  ),
  v.maxLength(20),
  v.check(
    (sides) => sides.every(({ fromEpoch }, i) => i === 0 || fromEpoch > sides[i - 1].fromEpoch),
    'Image sizes must be in rising order of their epochs.',
  ),
)

export const AugmentationSchema = v.object({
  /** Pixels of reflected border; the crop's offset is uniform in -padding .. padding. 0 turns it off. */
  cropPadding: v.picklist([0, 2, 4]),
  flip: v.picklist(['off', 'random', 'alternating']),
  /** Side of the blanked square, wholly inside the image; 0 turns it off. */
  cutout: wholeBetween(0, 31),
  /** Pastes a square of another image, labels mixed by its share of the pixels; from an epoch on, counted from 0. */
  cutMix: v.nullable(
    v.object({
      // Up to half of the image, so that its own label keeps the larger share.
      side: wholeBetween(1, 22),
      fromEpoch: wholeBetween(0, MAX_EPOCHS),
    }),
  ),
  /** Null leaves brightness and contrast unchanged. */
  jitter: v.optional(v.nullable(JitterSchema), null),
  /**
   * Sides that the augmented image is scaled down to for training, each from its epoch on (from 0, fractions allowed), in
   * rising order of epochs. Before the first, and if there are none, it keeps its 32 pixels; tests always do.
   */
  sides: v.optional(SidesSchema, []),
  /**
   * How crop, mirror and cutout are drawn: for each image separately, or in Page's groups. There, all images in random
   * order are cut into groups of similar size, and all images of a group get the same option: one of at most 200,
   * drawn without repetition. So exactly half are mirrored.
   */
  draws: v.picklist(['independent', 'grouped']),
  /** Whether the images come in another order in every epoch, or always in the first epoch's. */
  order: v.picklist(['everyEpoch', 'once']),
  /** Where augmentation runs: in the engine, or in our code on the CPU, per batch or per epoch. */
  place: v.picklist(['gpu', 'cpuEachStep', 'cpuOncePerEpoch']),
})

export type AugmentationRecipe = ReadOnly<v.InferOutput<typeof AugmentationSchema>>
