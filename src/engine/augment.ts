import { IMAGE_BYTES, IMAGE_SIDE, type Normalisation, type Records } from '../data/records.ts'
import { reflect, type Augmentation } from './choices.ts'

const PLANE = IMAGE_SIDE * IMAGE_SIDE

/** Value of every byte after normalisation, a table of 256 for each channel. */
export function normalisationTables({ mean, deviation }: Normalisation): readonly Float32Array[] {
  return mean.map((channelMean, channel) =>
    Float32Array.from({ length: 256 }, (_, byte) => (byte - channelMean) / deviation[channel]),
  )
}

/**
 * Writes record `index`, normalised and augmented, as NHWC into `out` from `offset` on.
 * `tables` are the `normalisationTables`; what is cut out becomes 0, the mean colour.
 */
export function writeAugmented(
  records: Records,
  index: number,
  augmentation: Augmentation,
  tables: readonly Float32Array[],
  out: Float32Array,
  offset: number,
): void {
  const { shiftX, shiftY, mirrored, cutoutX, cutoutY, cutoutSide } = augmentation
  const [red, green, blue] = tables
  const { pixels } = records
  const image = index * IMAGE_BYTES
  let at = offset
  for (let y = 0; y < IMAGE_SIDE; y++) {
    const row = image + IMAGE_SIDE * reflect(y + shiftY, IMAGE_SIDE)
    for (let x = 0; x < IMAGE_SIDE; x++) {
      const from = row + reflect((mirrored ? IMAGE_SIDE - 1 - x : x) + shiftX, IMAGE_SIDE)
      out[at++] = red[pixels[from]]
      out[at++] = green[pixels[from + PLANE]]
      out[at++] = blue[pixels[from + 2 * PLANE]]
    }
  }
  for (let y = cutoutY; y < cutoutY + cutoutSide; y++) {
    const start = offset + 3 * (y * IMAGE_SIDE + cutoutX)
    out.fill(0, start, start + 3 * cutoutSide)
  }
}
