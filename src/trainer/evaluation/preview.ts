import { IMAGE_BYTES, type Normalisation, type Records } from '../../data/records.ts'
import {
  DRAW_WORDS,
  drawAt,
  NO_PATCH,
  setDraw,
  type Draw,
  type AugmentationDraws,
} from '../../engine/batch/augmentation-draws.ts'
import type { Engine } from '../../engine/engine.ts'
import { IMAGE_PIXELS } from '../../engine/batch/truth.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { drawEpoch } from '../schedule/draw.ts'

export interface PreviewOptions {
  /** Loaded with the training images. */
  readonly engine: Pick<Engine, 'preview'>
  readonly recipe: Pick<Recipe, 'augmentation'>
  readonly seed: number
  readonly train: Records
  /** Normalisation of the engine. */
  readonly normalisation: Normalisation
}

/** An augmented image in an epoch of a run. */
export interface AugmentedImage {
  /** Its index in the training images. */
  readonly record: number
  /** Red, green and blue bytes, [32, 32, 3]. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
  readonly label: number
  /** The class of a patch that CutMix pastes, and its share of the pixels; null if there is none. */
  readonly patch: { readonly label: number; readonly share: number } | null
}

/**
 * How a run of this recipe and seed augments some training images in an epoch (from 0), as the engine makes them.
 * Throws if an index is out of range.
 */
export async function previewImages(
  { engine, recipe, seed, train, normalisation }: PreviewOptions,
  records: readonly number[],
  epoch: number,
): Promise<AugmentedImage[]> {
  const absent = records.find((record) => record >= train.count)
  if (absent !== undefined) {
    throw new RangeError(`There is no training image ${absent}; there are ${train.count}.`)
  }
  const drawn = drawEpoch(recipe.augmentation, seed, epoch, train.count)
  const chosen = choicesOf(drawn, records)
  const images = await engine.preview(chosen, records.length)
  const pixels = drawable(images, normalisation)
  return records.map((record, i) => {
    const { patch } = drawAt(chosen, i)
    const partner = drawAt(chosen, patch.partner).record
    return {
      record,
      pixels: pixels.slice(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES),
      label: train.labels[record],
      patch:
        patch.side === 0
          ? null
          : { label: train.labels[partner], share: patch.side ** 2 / IMAGE_PIXELS },
    }
  })
}

/** Draws of these records only, in this order, followed by their patches' partners. */
function choicesOf(drawn: AugmentationDraws, records: readonly number[]): AugmentationDraws {
  const positions = new Map<number, number>()
  for (let position = 0; position < drawn.words.length / DRAW_WORDS; position++) {
    positions.set(drawn.words[DRAW_WORDS * position], position)
  }
  const own = records.map((record) => drawAt(drawn, positions.get(record) ?? 0))
  const partners: Draw[] = []
  const rewired = own.map((draw): Draw => {
    if (draw.patch.side === 0) return draw
    const partner = records.length + partners.length
    partners.push({ ...drawAt(drawn, draw.patch.partner), patch: NO_PATCH })
    return { ...draw, patch: { ...draw.patch, partner } }
  })
  const all = [...rewired, ...partners]
  const chosen = { epoch: drawn.epoch, words: new Uint32Array(DRAW_WORDS * all.length) }
  all.forEach((draw, position) => setDraw(chosen, position, draw))
  return chosen
}

/** Normalised images [count, 32, 32, 3] as bytes to draw: the inverse of normalising, rounded. */
function drawable(
  images: Float32Array,
  { mean, deviation }: Normalisation,
): Uint8ClampedArray<ArrayBuffer> {
  return Uint8ClampedArray.from(images, (value, i) => value * deviation[i % 3] + mean[i % 3])
}
