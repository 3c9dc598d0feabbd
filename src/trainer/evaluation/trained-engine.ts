import type { Engine, EngineSpec } from '../../engine/engine.ts'
import { snapshotTensors } from '../../engine/snapshot.ts'
import { elementCount } from '../../model/parameters.ts'
import type { TrainedNetwork } from '../read-weights-file.ts'
import { engineSpec } from '../schedule/prepare.ts'

/** An engine for inference only, `batchSize` images at a time, in f32. */
export async function trainedEngine(
  createEngine: (spec: EngineSpec) => Promise<Engine>,
  network: TrainedNetwork,
  batchSize: number,
): Promise<Engine> {
  const { recipe, normalisation, step, writer } = network
  const { norm } = recipe.network
  const spec: EngineSpec = {
    ...engineSpec({
      ...recipe,
      // Running statistics need no groups, which the batch may not divide into.
      network: { ...recipe.network, norm: { ...norm, groupSize: null } },
      augmentation: { ...recipe.augmentation, sides: [] },
      averaging: { kind: 'none' },
      normalisation: 'published',
      precision: 'f32',
      batchSize,
    }),
    normalisation,
  }
  const engine = await createEngine(spec)
  const tensors: Record<string, Float32Array> = {}
  for (const { key, shape } of snapshotTensors(spec)) {
    tensors[key] = key.startsWith('weights/')
      ? network.tensors[key.slice('weights/'.length)]
      : new Float32Array(elementCount(shape))
  }
  try {
    await engine.restore({ step, writer, tensors })
  } catch (error) {
    engine.dispose()
    throw error
  }
  return engine
}
