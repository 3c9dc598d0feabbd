import { IMAGE_BYTES, IMAGE_SIDE, type Normalisation, type Records } from '../../data/records.ts'
import { drawAt, reflect, type Draw, type AugmentationDraws } from './augmentation-draws.ts'
import { packTruth } from './truth.ts'

const PLANE = IMAGE_SIDE * IMAGE_SIDE
const BYTE_VALUES = 256

/**
 * What every byte becomes: (byte - mean) / deviation of its channel, [3][256]. A lookup table instead of a division,
 * which GPUs round differently, so that every engine sees the same bits.
 */
export function normalisedBytes({ mean, deviation }: Normalisation): Float32Array {
  const values = mean.map((channelMean, channel) =>
    Array.from({ length: BYTE_VALUES }, (_, byte) => (byte - channelMean) / deviation[channel]),
  )
  return Float32Array.from(values.flat())
}

/** A square of an image. */
interface Square {
  readonly x: number
  readonly y: number
  readonly side: number
}

/** Which column of the record each column of an image shows, while it is written. */
const columns = new Int32Array(IMAGE_SIDE)

/** A record and its augmentation. */
export type SeenRecord = Omit<Draw, 'patch'>

const WHOLE: Square = { x: 0, y: 0, side: IMAGE_SIDE }

/**
 * Writes a square of record `record`, normalised and augmented, into the NHWC image at `offset` of `out`. `values` are
 * the `normalisedBytes`; what is cut out becomes 0, the mean colour.
 */
export function writeAugmented(
  records: Records,
  { record: index, augmentation, jitter }: SeenRecord,
  values: Float32Array,
  out: Float32Array,
  offset: number,
  square: Square = WHOLE,
): void {
  const { shiftX, shiftY, mirrored, cutoutX, cutoutY, cutoutSide } = augmentation
  const { brightness, contrast } = jitter
  const { pixels } = records
  const image = index * IMAGE_BYTES
  const right = square.x + square.side
  const jittered = (value: number) => Math.fround(value + brightness) * contrast
  for (let x = square.x; x < right; x++) {
    columns[x] = reflect((mirrored ? IMAGE_SIDE - 1 - x : x) + shiftX, IMAGE_SIDE)
  }
  for (let y = square.y; y < square.y + square.side; y++) {
    const row = image + IMAGE_SIDE * reflect(y + shiftY, IMAGE_SIDE)
    const blank = y >= cutoutY && y < cutoutY + cutoutSide
    let at = offset + 3 * (IMAGE_SIDE * y + square.x)
    for (let x = square.x; x < right; x++) {
      const from = row + columns[x]
      out[at] = jittered(values[pixels[from]])
      out[at + 1] = jittered(values[BYTE_VALUES + pixels[from + PLANE]])
      out[at + 2] = jittered(values[2 * BYTE_VALUES + pixels[from + 2 * PLANE]])
      at += 3
    }
    if (!blank) continue
    const first = Math.max(cutoutX, square.x)
    const end = Math.min(cutoutX + cutoutSide, right)
    const start = offset + 3 * IMAGE_SIDE * y
    if (first < end) out.fill(0, start + 3 * first, start + 3 * end)
  }
}

/** Images that are ready to train on: cropped, mirrored, blanked, patched, normalised. */
export interface MadeBatch {
  /** [count, 32, 32, 3] */
  readonly images: Float32Array<ArrayBuffer>
  /** What they show, as `packTruth` packs it. [count] */
  readonly truth: Uint32Array<ArrayBuffer>
}

/** Room for a batch of `count` images. */
export const allocateBatch = (count: number): MadeBatch => ({
  images: new Float32Array(count * IMAGE_BYTES),
  truth: new Uint32Array(count),
})

/** The first `count` images of some draws, made on the CPU. [count, 32, 32, 3] */
export function madeImages(
  records: Records,
  draws: AugmentationDraws,
  count: number,
  normalisation: Normalisation,
): Float32Array {
  const batch = allocateBatch(count)
  makeBatch(records, draws, 0, normalisedBytes(normalisation), batch)
  return batch.images
}

/** Makes the images of an epoch's draws from position `first` on, as many as `batch` has room for. */
export function makeBatch(
  records: Records,
  draws: AugmentationDraws,
  first: number,
  values: Float32Array,
  batch: MadeBatch,
): void {
  for (let i = 0; i < batch.truth.length; i++) {
    const draw = drawAt(draws, first + i)
    const { record, patch } = draw
    const offset = i * IMAGE_BYTES
    const label = records.labels[record]
    writeAugmented(records, draw, values, batch.images, offset)
    if (patch.side === 0) {
      batch.truth[i] = packTruth({ label, other: label, otherPixels: 0 })
      continue
    }
    const partner = drawAt(draws, patch.partner)
    writeAugmented(records, partner, values, batch.images, offset, patch)
    const other = records.labels[partner.record]
    batch.truth[i] = packTruth({ label, other, otherPixels: patch.side ** 2 })
  }
}
