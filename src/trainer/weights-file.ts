import type { Records } from '../data/records.ts'
import type { Engine } from '../engine/engine.ts'
import { snapshotTensors } from '../engine/snapshot.ts'
import { halfBits } from '../model/half.ts'
import { buildNetwork } from '../model/networks.ts'
import { type NamedTensor, writeSafetensors } from '../model/safetensors.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { averageOf } from './schedule/averages.ts'
import { normalisationOf } from './schedule/normalisation.ts'

export interface WeightsSource {
  readonly engine: Pick<Engine, 'snapshot'>
  readonly recipe: Recipe
  readonly seed: number
  readonly splits: { readonly train: Records }
}

/**
 * A network's weights before its step `step` as a safetensors file: `weights/NAME` for every parameter and running
 * statistic, and `average/NAME` if the recipe averages; shapes are those of `snapshotTensors`. Its metadata has what
 * is needed to use them: the recipe, the layers and how images are normalised, as JSON. `f16` rounds to the nearest half.
 */
export async function weightsFile(
  { engine, recipe, seed, splits }: WeightsSource,
  step: number,
  precision: 'f16' | 'f32' = 'f32',
): Promise<Uint8Array<ArrayBuffer>> {
  const layers = buildNetwork(recipe.network)
  const snapshot = await engine.snapshot()
  const stored = (values: Float32Array) =>
    precision === 'f32' ? values : Uint16Array.from(values, halfBits)
  const tensors: Record<string, NamedTensor> = {}
  for (const { key, shape } of snapshotTensors({
    layers,
    averaging: averageOf(recipe.averaging),
  })) {
    if (key.startsWith('velocity/')) continue
    tensors[key] = { shape, data: stored(snapshot.tensors[key]) }
  }
  return writeSafetensors({
    tensors,
    metadata: {
      format: 'lab94-weights-1',
      recipe: JSON.stringify(recipe),
      layers: JSON.stringify(layers),
      normalisation: JSON.stringify(normalisationOf(recipe, splits.train)),
      seed: String(seed),
      step: String(step),
      writer: snapshot.writer,
    },
  })
}
