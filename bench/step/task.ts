import { DATASET_SIZES } from '../../src/data/datasets.ts'
import { IMAGE_BYTES, type Records } from '../../src/data/records.ts'
import {
  DRAW_WORDS,
  NO_JITTER,
  NO_PATCH,
  setDraw,
  UNCHANGED,
} from '../../src/engine/batch/augmentation-draws.ts'
import { CLASS_COUNT } from '../../src/model/layers.ts'
import { randomWords, wordBelow } from '../../src/random/stream.ts'
import { presetNamed, type PresetName } from '../../src/recipe/presets.ts'
import type { Recipe } from '../../src/recipe/recipe.ts'
import { runLength } from '../../src/recipe/schedule/schedule.ts'
import { engineSpec } from '../../src/trainer/schedule/prepare.ts'
import { ratesAt } from '../../src/trainer/schedule/rates.ts'
import { SEED, type Task } from './contender.ts'

/** The measured step of a preset: with another batch size and width, on noise, without augmentation. */
export function stepTask(name: PresetName, batchSize: number, width: number): Task {
  const preset = presetNamed(name).recipe
  const network = { ...preset.network, width }
  const recipe: Recipe = { ...preset, network, batchSize, precision: 'f32' }
  const draws = { epoch: 0, words: new Uint32Array(DRAW_WORDS * batchSize) }
  for (let i = 0; i < batchSize; i++) {
    setDraw(draws, i, { record: i, augmentation: UNCHANGED, patch: NO_PATCH, jitter: NO_JITTER })
  }
  return {
    spec: engineSpec(recipe),
    records: noise(batchSize),
    plan: {
      step: 0,
      draws,
      first: 0,
      rates: ratesAt(recipe, runLength(recipe, DATASET_SIZES.full.train), 0),
      averageDecay: null,
    },
  }
}

/** Random images: speed does not depend on their content. */
function noise(count: number): Records {
  const labels = randomWords(SEED, 'bench labels', 0, count)
  const pixels = randomWords(SEED, 'bench pixels', 0, (count * IMAGE_BYTES) / 4)
  return {
    count,
    labels: Uint8Array.from(labels, (word) => wordBelow(word, CLASS_COUNT)),
    pixels: new Uint8Array(pixels.slice().buffer),
  }
}
