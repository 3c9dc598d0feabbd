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

/** CutMix: after its augmentation, an image shows another one, augmented in its own way, in a square. */
export interface Patch {
  /** Position of the other image among the same draws. */
  readonly partner: number
  /** Top left corner and side of the square, the same in both images; side 0 pastes nothing. */
  readonly x: number
  readonly y: number
  readonly side: number
}

/** What every value of a normalised image becomes: (value + brightness) * contrast. */
export interface Jitter {
  readonly brightness: number
  readonly contrast: number
}

/** Words a training image takes in `AugmentationDraws.words`. */
export const DRAW_WORDS = 5

/** The most images of an epoch, since a patch's partner has 17 bits. */
export const MAX_DRAWS = 2 ** 17

/**
 * Every random choice of one epoch, drawn before it begins: for each position the index of the record, its augmentation
 * as `packAugmentation` packs it, its patch as `packPatch` does, and the bits of its jitter's two f32.
 */
export interface AugmentationDraws {
  readonly epoch: number
  readonly words: Uint32Array
}

/** The draw of one position. */
export interface Draw {
  readonly record: number
  readonly augmentation: Augmentation
  readonly patch: Patch
  readonly jitter: Jitter
}

/** The view of an image that changes nothing. */
export const UNCHANGED: Augmentation = {
  shiftX: 0,
  shiftY: 0,
  mirrored: false,
  cutoutX: 0,
  cutoutY: 0,
  cutoutSide: 0,
}

export const NO_PATCH: Patch = { partner: 0, x: 0, y: 0, side: 0 }

export const NO_JITTER: Jitter = { brightness: 0, contrast: 1 }

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

function unpackAugmentation(word: number): Augmentation {
  return {
    shiftX: (word & 31) - SHIFT_BIAS,
    shiftY: ((word >>> 5) & 31) - SHIFT_BIAS,
    mirrored: ((word >>> 10) & 1) === 1,
    cutoutX: (word >>> 11) & 31,
    cutoutY: (word >>> 16) & 31,
    cutoutSide: (word >>> 21) & 31,
  }
}

/** Packs a patch into 32 bits: x, y, side (5 bits each) and the partner (17), from bit 0 up. */
function packPatch({ partner, x, y, side }: Patch): number {
  return (x | (y << 5) | (side << 10) | (partner << 15)) >>> 0
}

function unpackPatch(word: number): Patch {
  return {
    partner: word >>> 15,
    x: word & 31,
    y: (word >>> 5) & 31,
    side: (word >>> 10) & 31,
  }
}

/** The draw at a position. */
export function drawAt({ words }: AugmentationDraws, position: number): Draw {
  const at = DRAW_WORDS * position
  const floats = floatsOf(words)
  return {
    record: words[at],
    augmentation: unpackAugmentation(words[at + 1]),
    patch: unpackPatch(words[at + 2]),
    jitter: { brightness: floats[at + 3], contrast: floats[at + 4] },
  }
}

/** Writes the draw of a position: the inverse of `drawAt`. */
export function setDraw({ words }: AugmentationDraws, position: number, draw: Draw): void {
  const at = DRAW_WORDS * position
  words[at] = draw.record
  words[at + 1] = packAugmentation(draw.augmentation)
  words[at + 2] = packPatch(draw.patch)
  const floats = floatsOf(words)
  floats[at + 3] = draw.jitter.brightness
  floats[at + 4] = draw.jitter.contrast
}

/** The same memory, read as floats. */
const floatsOf = (words: Uint32Array): Float32Array =>
  new Float32Array(words.buffer, words.byteOffset, words.length)

/** Reflects a coordinate into 0 .. side - 1 without repeating the border, as PyTorch's `reflect`. */
export function reflect(coordinate: number, side: number): number {
  const positive = Math.abs(coordinate)
  return positive < side ? positive : 2 * (side - 1) - positive
}
