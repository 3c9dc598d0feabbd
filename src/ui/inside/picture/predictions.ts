import { CLASS_NAMES, IMAGE_BYTES } from '../../../data/records.ts'
import { PLAIN_VIEW, type View } from '../../../engine/engine.ts'
import type { ViewsRecipe } from '../../../recipe/schema/views.ts'
import type { Inspections } from '../../../runs/inspection/inspections.ts'
import { viewedImage } from '../../../trainer/evaluation/viewed-image.ts'
import type { LookingNetwork } from './looked-at.ts'
import { viewsOf } from '../../../trainer/evaluation/views.ts'

const CLASSES = CLASS_NAMES.length

/** The views of a picture: those of airbench, which include every recipe's. */
export const VIEWS: readonly View[] = viewsOf('mirrorAndShifts')

/** The network's predictions of a picture. */
export interface PicturePredictions {
  /** The picture under each of `VIEWS`, [32, 32, 3]. */
  readonly seen: readonly Uint8ClampedArray[]
  /** Class probabilities under each. */
  readonly views: readonly (readonly number[])[]
  /** From the views' averaged logits, by the recipe's weights; null if it has one view. */
  readonly together: readonly number[] | null
}

/** Shows a picture, red, green and blue bytes [32, 32, 3], to the network under each view, all in one batch. */
export async function predictionsFor(
  inspections: Inspections,
  picture: Uint8ClampedArray,
  recipeViews: ViewsRecipe,
  network: LookingNetwork,
): Promise<PicturePredictions> {
  const seen = VIEWS.map((view) => viewedImage(picture, view))
  const pixels = planesOf(seen)
  const result = await inspections.ask(
    { what: 'predict', pixels, views: [PLAIN_VIEW], weights: 'best' },
    network,
  )
  if (result.what !== 'predict') throw new Error(`Expected predictions, got ${result.what}.`)
  const logits = VIEWS.map((_, i) => [...result.logits.subarray(CLASSES * i, CLASSES * (i + 1))])
  return {
    seen,
    views: logits.map(softmax),
    together: recipeViews === 'none' ? null : softmax(weighted(logits, recipeViews)),
  }
}

/** The logits of `VIEWS`, averaged by a recipe's weights. */
export function weighted(logits: readonly (readonly number[])[], views: ViewsRecipe): number[] {
  const mean = Array.from({ length: CLASSES }, () => 0)
  for (const view of viewsOf(views)) {
    const row = logits[VIEWS.findIndex((other) => isSameView(view, other))]
    row.forEach((logit, label) => (mean[label] += view.weight * logit))
  }
  return mean
}

const isSameView = (a: View, b: View): boolean =>
  a.mirrored === b.mirrored && a.shiftX === b.shiftX && a.shiftY === b.shiftY

export function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - largest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

/** Converts images from interleaved bytes to the data set's planes of red, green, blue. */
function planesOf(images: readonly Uint8ClampedArray[]): Uint8Array<ArrayBuffer> {
  const planes = new Uint8Array(images.length * IMAGE_BYTES)
  images.forEach((image, at) => {
    for (let i = 0; i < IMAGE_BYTES; i++) {
      planes[at * IMAGE_BYTES + (i % 3) * (IMAGE_BYTES / 3) + Math.floor(i / 3)] = image[i]
    }
  })
  return planes
}
