import { describe, expect, it } from 'vitest'
import { readSample } from '../../data/node/sample.ts'
import { CIFAR10_NORMALISATION } from '../../data/records.ts'
import { allocateBatch, makeBatch, normalisedBytes } from '../../engine/batch/augment.ts'
import { presetNamed } from '../../recipe/presets.ts'
import type { AugmentationRecipe } from '../../recipe/schema/augmentation.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'
import { Batches } from './batches.ts'

const { train: sample } = await readSample()
const train = { ...sample, count: 100 }
const { recipe: tiny } = presetNamed('tiny')

/** Batches of 32, three per epoch, with a clock that advances a second per reading. */
function batchesOf(place: AugmentationRecipe['place'], steps = 8) {
  const recipe = {
    ...tiny,
    augmentation: { ...tiny.augmentation, cutMix: { side: 3, fromEpoch: 1 }, place },
    length: { unit: 'steps', count: steps } as const,
  }
  const length = runLength(recipe, train.count)
  let seconds = 0
  const now = () => 1000 * seconds++
  return new Batches({
    recipe,
    seed: 3,
    train,
    normalisation: CIFAR10_NORMALISATION,
    length,
    now,
  })
}

describe('Batches', () => {
  it('leaves augmentation to the engine, and reports no time', () => {
    const batches = batchesOf('gpu')
    const { draws, first, made } = batches.at(5)
    expect([draws.epoch, first, made]).toEqual([1, 64, undefined])
    expect(batches.at(3).draws).toBe(draws)
    expect(batches.augmentSeconds).toBeUndefined()
  })

  it.each(['cpuEachStep', 'cpuOncePerEpoch'] as const)(
    'makes the images of the same draws: %s',
    (place) => {
      const [plain, making] = [batchesOf('gpu'), batchesOf(place)]
      const expected = allocateBatch(32)
      const values = normalisedBytes(CIFAR10_NORMALISATION)
      for (const step of [0, 1, 2, 3, 4, 5, 6, 7]) {
        const { draws, first } = plain.at(step)
        makeBatch(train, draws, first, values, expected)
        const batch = making.at(step)
        expect(batch.first).toBe(first)
        expect(batch.draws).toEqual(draws)
        expect(batch.made?.truth).toEqual(expected.truth)
        expect(batch.made?.images.every((value, i) => value === expected.images[i])).toBe(true)
      }
    },
  )

  it('makes one batch per step, or all of an epoch at its first step, and reports the time', () => {
    const [each, once] = [batchesOf('cpuEachStep'), batchesOf('cpuOncePerEpoch')]
    const times = (batches: Batches) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((step) => {
        batches.at(step)
        return batches.augmentSeconds
      })
    expect(times(each)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    // The last epoch is shorter.
    expect(times(once)).toEqual([3, 3, 3, 6, 6, 6, 8, 8])
  })
})
