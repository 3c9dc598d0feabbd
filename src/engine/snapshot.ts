import { INPUT_SHAPE, type Layer } from '../model/layers.ts'
import { elementCount, networkParameters } from '../model/parameters.ts'
import { walkLayers } from '../model/shapes.ts'
import type { EngineSpec, Snapshot } from './engine.ts'

export interface SnapshotTensor {
  readonly key: string
  readonly shape: readonly number[]
}

/**
 * The tensors of a snapshot, without any engine's padding:
 * - `weights/NAME`: every parameter, frozen ones too, and the running statistics `NORM.mean` and `NORM.variance`
 *   ([channels]);
 * - `velocity/NAME`: every trained parameter's, as the recipe's `velocity` has it: with the rate and the minus inside
 *   (`withRate`), or PyTorch's momentum buffer (`withoutRate`);
 * - `average/NAME`, if the recipe averages: every trained parameter's and running statistic's.
 */
export function snapshotTensors({
  layers,
  averaging,
}: Pick<EngineSpec, 'layers' | 'averaging'>): SnapshotTensor[] {
  const parameters = networkParameters(layers)
  const trained = parameters.filter(({ trainable }) => trainable)
  const statistics = runningStatistics(layers)
  const under = (space: string, tensors: readonly { name: string; shape: readonly number[] }[]) =>
    tensors.map(({ name, shape }) => ({ key: `${space}/${name}`, shape }))
  return [
    ...under('weights', [...parameters, ...statistics]),
    ...under('velocity', trained),
    ...(averaging === 'none' ? [] : under('average', [...trained, ...statistics])),
  ]
}

function runningStatistics(layers: readonly Layer[]) {
  const statistics: { name: string; shape: readonly number[] }[] = []
  walkLayers(layers, INPUT_SHAPE, (layer) => {
    if (layer.kind !== 'batchNorm') return
    statistics.push({ name: `${layer.name}.mean`, shape: [layer.channels] })
    statistics.push({ name: `${layer.name}.variance`, shape: [layer.channels] })
  })
  return statistics
}

/** Throws if a snapshot lacks a tensor of this network, or has one of another size or name. */
export function checkSnapshot(
  { tensors }: Snapshot,
  spec: Pick<EngineSpec, 'layers' | 'averaging'>,
): void {
  const expected = snapshotTensors(spec)
  for (const { key, shape } of expected) {
    const found = Object.hasOwn(tensors, key) ? tensors[key].length : 0
    if (found !== elementCount(shape)) {
      throw new Error(
        `The snapshot does not fit the network: "${key}" has ${found} elements, not ${elementCount(shape)}.`,
      )
    }
  }
  const known = new Set(expected.map(({ key }) => key))
  const stray = Object.keys(tensors).find((key) => !known.has(key))
  if (stray !== undefined) {
    throw new Error(`The snapshot does not fit the network, which has no tensor "${stray}".`)
  }
}
