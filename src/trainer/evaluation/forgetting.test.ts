import { describe, expect, it } from 'vitest'
import { allocateRecords } from '../../data/split.ts'
import type { SeenImages } from '../../engine/engine.ts'
import { presetNamed } from '../../recipe/presets.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { Batches } from '../schedule/batches.ts'
import { forgettingCurve, lastSeen } from './forgetting.ts'
import { normalisationOf } from '../schedule/normalisation.ts'
import { drawAt } from '../../engine/batch/augmentation-draws.ts'
import { runLength } from '../../recipe/schedule/schedule.ts'

const SEED = 5
const recipe: Recipe = { ...presetNamed('page-10').recipe, batchSize: 32, labelSmoothing: 0 }
/** Four steps an epoch, and 12 images left over in each. */
const train = allocateRecords(140)

/** The records of each step, as the trainer draws them. */
function recordsOf(step: number): number[] {
  const length = runLength(recipe, train.count)
  const normalisation = normalisationOf(recipe, train)
  const batches = new Batches({ recipe, seed: SEED, train, normalisation, length, now: () => 0 })
  const { draws, first } = batches.at(step)
  return Array.from({ length: 32 }, (_, i) => drawAt(draws, first + i).record)
}

describe('lastSeen', () => {
  it('is the last step that trained on a record', () => {
    const last = lastSeen(recipe, SEED, train.count, 7)
    const expected = new Int32Array(140).fill(-1)
    for (let step = 0; step < 7; step++) {
      for (const record of recordsOf(step)) expected[record] = step
    }
    expect(last).toEqual(expected)
    expect(lastSeen(recipe, SEED, train.count, 0).every((step) => step === -1)).toBe(true)
  })
})

describe('forgettingCurve', () => {
  it('scores groups from the most recent to those seen longest ago', async () => {
    const last = lastSeen(recipe, SEED, train.count, 7)
    const requested: number[][] = []
    const engine = {
      /** The more certain of class 0, which all labels are, the more recently an image was seen. */
      logits: async (images: SeenImages) => {
        const records = 'split' in images ? [...images.records] : []
        requested.push(records)
        const rows = records.map((record) => [last[record], 0, 0, 0, 0, 0, 0, 0, 0, 0])
        return Float32Array.from(rows.flat())
      },
    }
    const options = { engine, recipe, seed: SEED, train }
    const curve = await forgettingCurve(options, 7, { groups: 4, images: 16 })
    expect(curve).toHaveLength(4)
    expect(new Set(requested[0]).size).toBe(16)
    expect(requested[0].every((record) => last[record] === 6)).toBe(true)
    expect(curve[0].stepsAgo).toBe(0)
    const ages = curve.map(({ stepsAgo }) => stepsAgo)
    expect(ages).toEqual([...ages].sort((a, b) => a - b))
    const losses = curve.map(({ loss }) => loss)
    expect(losses).toEqual([...losses].sort((a, b) => a - b))
    const oldest = Math.min(...requested[3].map((record) => last[record]))
    expect(oldest).toBe(Math.min(...last.filter((step) => step >= 0)))
  })

  it('is empty before the first step', async () => {
    const engine = { logits: () => Promise.reject(new Error('Nothing was seen.')) }
    const options = { engine, recipe, seed: SEED, train }
    expect(await forgettingCurve(options, 0, { groups: 4, images: 16 })).toEqual([])
  })
})
