import { IMAGE_BYTES, type Normalisation, type Records } from '../data/records.ts'
import {
  CHOICE_WORDS,
  choiceAt,
  NO_PATCH,
  setChoice,
  type Choice,
  type EpochChoices,
} from '../engine/choices.ts'
import type { Engine } from '../engine/engine.ts'
import { IMAGE_PIXELS } from '../engine/truth.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { drawEpoch } from './draw.ts'

export interface PreviewOptions {
  /** Loaded with the training images. */
  readonly engine: Pick<Engine, 'preview'>
  readonly recipe: Pick<Recipe, 'augmentation'>
  readonly seed: number
  readonly train: Records
  /** What the engine normalises by. */
  readonly normalisation: Normalisation
}

/** What an image looks like in an epoch of a run. */
export interface AugmentedImage {
  /** Its number among the training images. */
  readonly record: number
  /** Red, green and blue bytes, [32, 32, 3]. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
  readonly label: number
  /** The class of a patch that CutMix pastes, and its share of the pixels; null where there is none. */
  readonly patch: { readonly label: number; readonly share: number } | null
}

/**
 * How a run of this recipe and seed augments some training images in an epoch (from 0), as the engine makes them. Throws
 * where there are no such images.
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
    const { patch } = choiceAt(chosen, i)
    const partner = choiceAt(chosen, patch.partner).record
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

/** Choices of these records alone, in this order, their patches' partners behind them. */
function choicesOf(drawn: EpochChoices, records: readonly number[]): EpochChoices {
  const positions = new Map<number, number>()
  for (let position = 0; position < drawn.words.length / CHOICE_WORDS; position++) {
    positions.set(drawn.words[CHOICE_WORDS * position], position)
  }
  const own = records.map((record) => choiceAt(drawn, positions.get(record) ?? 0))
  const partners: Choice[] = []
  const rewired = own.map((choice): Choice => {
    if (choice.patch.side === 0) return choice
    const partner = records.length + partners.length
    partners.push({ ...choiceAt(drawn, choice.patch.partner), patch: NO_PATCH })
    return { ...choice, patch: { ...choice.patch, partner } }
  })
  const all = [...rewired, ...partners]
  const chosen = { epoch: drawn.epoch, words: new Uint32Array(CHOICE_WORDS * all.length) }
  all.forEach((choice, position) => setChoice(chosen, position, choice))
  return chosen
}

/** Normalised images [count, 32, 32, 3] as bytes to draw: the inverse of normalising, rounded. */
function drawable(
  images: Float32Array,
  { mean, deviation }: Normalisation,
): Uint8ClampedArray<ArrayBuffer> {
  return Uint8ClampedArray.from(images, (value, i) => value * deviation[i % 3] + mean[i % 3])
}
