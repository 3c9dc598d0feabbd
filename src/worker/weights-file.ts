import { snapshotTensors } from '../engine/snapshot.ts'
import { type NamedTensor, writeSafetensors } from '../model/safetensors.ts'
import { buildNetwork } from '../model/networks.ts'
import { normalisationOf } from '../trainer/normalisation.ts'
import type { Subject } from './inspection.ts'

/**
 * A network's weights before its step `step` as a safetensors file: `weights/NAME` for every parameter and running
 * statistic, and `average/NAME` where the recipe averages; shapes are those of `snapshotTensors`. Its metadata has what
 * is needed to use them: the recipe, the layers and how images are normalised, as JSON.
 */
export async function weightsFile(
  { engine, recipe, seed, splits }: Subject,
  step: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const layers = buildNetwork(recipe.network)
  const snapshot = await engine.snapshot()
  const tensors: Record<string, NamedTensor> = {}
  for (const { key, shape } of snapshotTensors({ layers, averaging: recipe.averaging.kind })) {
    if (!key.startsWith('velocity/')) tensors[key] = { shape, data: snapshot.tensors[key] }
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
