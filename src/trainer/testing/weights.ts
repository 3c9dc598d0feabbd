import { allocateRecords } from '../../data/split.ts'
import { snapshotTensors } from '../../engine/snapshot.ts'
import { buildNetwork } from '../../model/networks.ts'
import { elementCount } from '../../model/parameters.ts'
import { presetNamed, type PresetName } from '../../recipe/presets.ts'
import { averageOf } from '../schedule/averages.ts'
import { weightsFile } from '../weights-file.ts'
import { ScriptedEngine } from './scripted-engine.ts'

/** A weights file of a preset's network: every element of a tensor is its index among all, the averages' negative. */
export async function scriptedWeights(
  preset: PresetName,
  precision: 'f16' | 'f32' = 'f32',
): Promise<Uint8Array<ArrayBuffer>> {
  const { recipe } = presetNamed(preset)
  const layers = buildNetwork(recipe.network)
  const all = snapshotTensors({ layers, averaging: averageOf(recipe.averaging) })
  const engine = new ScriptedEngine(() => 1)
  engine.snapshot = async () => ({
    step: 7,
    writer: 'a test',
    tensors: Object.fromEntries(
      all.map(({ key, shape }, i) => {
        const value = key.startsWith('average/') ? -i : i
        return [key, new Float32Array(elementCount(shape)).fill(value)]
      }),
    ),
  })
  const splits = { train: allocateRecords(4), test: allocateRecords(4) }
  return weightsFile({ engine, recipe, seed: 3, splits }, 7, precision)
}
