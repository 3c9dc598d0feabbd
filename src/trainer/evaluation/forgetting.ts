import type { Records } from '../../data/records.ts'
import { drawAt } from '../../engine/batch/augmentation-draws.ts'
import { PLAIN_VIEW, type Engine } from '../../engine/engine.ts'
import { scoreLogits } from '../../engine/predictions/scores.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { drawEpoch } from '../schedule/draw.ts'
import type { ForgettingPoint } from '../events.ts'

export interface ForgettingOptions {
  readonly engine: Pick<Engine, 'logits'>
  readonly recipe: Recipe
  readonly seed: number
  readonly train: Records
}

/**
 * The forgetting test of part 2 of David Page's series: the loss on training images, as they are, by how long ago they
 * were last trained on. Before step `step`, in `groups` groups of at most `images`, spread evenly from the most recent to
 * those seen longest ago. Empty before the first step.
 */
export async function forgettingCurve(
  { engine, recipe, seed, train }: ForgettingOptions,
  step: number,
  { groups, images }: { readonly groups: number; readonly images: number },
): Promise<ForgettingPoint[]> {
  const last = lastSeen(recipe, seed, train.count, step)
  const byAge = recordsByAge(last)
  const size = Math.min(images, byAge.length)
  const count = Math.min(groups, byAge.length)
  const points: ForgettingPoint[] = []
  for (let group = 0; group < count; group++) {
    const first = Math.round((group * (byAge.length - size)) / Math.max(1, count - 1))
    const records = byAge.slice(first, first + size)
    const logits = await engine.logits({ split: 'train', records }, [PLAIN_VIEW], 'live')
    const labels = Uint8Array.from(records, (record) => train.labels[record])
    const { loss, correct } = scoreLogits(logits, labels, recipe.labelSmoothing)
    const ages = records.reduce((sum, record) => sum + (step - 1 - last[record]), 0)
    points.push({ stepsAgo: ages / size, loss, accuracy: correct / size })
  }
  return points
}

/** The last step before `step` that trained on each record; -1 if none did. */
export function lastSeen(
  recipe: Recipe,
  seed: number,
  images: number,
  step: number,
): Int32Array<ArrayBuffer> {
  const { stepsPerEpoch } = runLength(recipe, images)
  const last = new Int32Array(images).fill(-1)
  const epochs = Math.ceil(step / stepsPerEpoch)
  // Images that an epoch leaves out, since its last batch would be short, were seen in an earlier epoch, most often the
  // previous one.
  for (let epoch = Math.max(0, epochs - EPOCHS_BACK); epoch < epochs; epoch++) {
    const draws = drawEpoch(recipe.augmentation, seed, epoch, images)
    const end = Math.min(stepsPerEpoch, step - epoch * stepsPerEpoch) * recipe.batchSize
    for (let position = 0; position < end; position++) {
      const seenAt = epoch * stepsPerEpoch + Math.floor(position / recipe.batchSize)
      last[drawAt(draws, position).record] = seenAt
    }
  }
  return last
}

const EPOCHS_BACK = 3

/** Seen records, most recent first; within a step by index. */
function recordsByAge(last: Int32Array): Uint32Array {
  const seen = Array.from(last, (_, record) => record).filter((record) => last[record] >= 0)
  return Uint32Array.from(seen.sort((a, b) => last[b] - last[a] || a - b))
}
