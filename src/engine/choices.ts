/** What augmentation does to one image, in this order: crop out of a reflected border, mirror, blank a square. */
export interface Augmentation {
  /** Output pixel x shows input pixel x + shiftX, reflected at the border without repeating it. */
  readonly shiftX: number
  readonly shiftY: number
  readonly mirrored: boolean
  /** Top left corner and side of the square set to 0 after normalisation; side 0 blanks nothing. */
  readonly cutoutX: number
  readonly cutoutY: number
  readonly cutoutSide: number
}

/** Words a training image takes in `EpochChoices.words`. */
export const CHOICE_WORDS = 2

/**
 * Every random choice of one epoch, drawn before it begins: for each position the index of the record,
 * then its augmentation as `packAugmentation` packs it.
 */
export interface EpochChoices {
  readonly epoch: number
  readonly words: Uint32Array
}

const SHIFT_BIAS = 16

/** Packs an augmentation into 26 bits: shifts + 16 (5 bits each), mirror (1), cutout x, y, side (5 each), from bit 0 up. */
export function packAugmentation(a: Augmentation): number {
  return (
    (a.shiftX + SHIFT_BIAS) |
    ((a.shiftY + SHIFT_BIAS) << 5) |
    (Number(a.mirrored) << 10) |
    (a.cutoutX << 11) |
    (a.cutoutY << 16) |
    (a.cutoutSide << 21)
  )
}

/** The inverse of `packAugmentation`. */
export function unpackAugmentation(word: number): Augmentation {
  return {
    shiftX: (word & 31) - SHIFT_BIAS,
    shiftY: ((word >>> 5) & 31) - SHIFT_BIAS,
    mirrored: ((word >>> 10) & 1) === 1,
    cutoutX: (word >>> 11) & 31,
    cutoutY: (word >>> 16) & 31,
    cutoutSide: (word >>> 21) & 31,
  }
}

/** Reflects a coordinate into 0 .. side - 1 without repeating the border, as PyTorch's `reflect`. */
export function reflect(coordinate: number, side: number): number {
  const positive = Math.abs(coordinate)
  return positive < side ? positive : 2 * (side - 1) - positive
}
