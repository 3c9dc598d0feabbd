import * as tf from '@tensorflow/tfjs'
import { INPUT_SHAPE, type Layer } from '../../../model/layers.ts'
import { elementCount, networkParameters, type ParameterGroup } from '../../../model/parameters.ts'
import { walkLayers } from '../../../model/shapes.ts'

/** The position of a named tensor in its flat vector. */
export interface Slot {
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
  readonly size: number
}

/**
 * One vector per parameter group and one for the running statistics, so that an update is one operation, not one per
 * tensor.
 */
export type VectorName = ParameterGroup | 'statistics'
export type VectorLayout = ReadonlyMap<VectorName, readonly Slot[]>

/** The vectors that training changes: trainable parameters by group, and running statistics. */
export function vectorLayout(layers: readonly Layer[]): VectorLayout {
  const layout = new Map<VectorName, Slot[]>()
  const add = (vector: VectorName, name: string, shape: readonly number[]) => {
    const slots = layout.get(vector) ?? []
    const slot = { name, shape, offset: vectorSize(slots), size: elementCount(shape) }
    layout.set(vector, [...slots, slot])
  }
  for (const { name, shape, group, trainable } of networkParameters(layers)) {
    if (trainable) add(group, name, shape)
  }
  walkLayers(layers, INPUT_SHAPE, (layer) => {
    if (layer.kind !== 'batchNorm') return
    add('statistics', `${layer.name}.mean`, [layer.channels])
    add('statistics', `${layer.name}.variance`, [layer.channels])
  })
  return layout
}

function vectorSize(slots: readonly Slot[]): number {
  const last = slots.at(-1)
  return last ? last.offset + last.size : 0
}

/** The momentum of each running statistic (`BatchNormLayer.momentum`), element by element of their vector. */
export function statisticsMomentumVector(layers: readonly Layer[]): Float32Array {
  const momenta: number[] = []
  walkLayers(layers, INPUT_SHAPE, (layer) => {
    if (layer.kind !== 'batchNorm') return
    momenta.push(...Array<number>(2 * layer.channels).fill(layer.momentum))
  })
  return Float32Array.from(momenta)
}

/** Flat vectors by name; it owns them. */
export class VectorSet {
  readonly #vectors = new Map<VectorName, tf.Tensor1D>()

  get(name: VectorName): tf.Tensor1D {
    const vector = this.#vectors.get(name)
    if (!vector) throw new Error(`The engine has no ${name} because it was not initialised.`)
    return vector
  }

  /** Takes ownership of `vector` and disposes of the one it replaces. */
  set(name: VectorName, vector: tf.Tensor1D): void {
    this.#vectors.get(name)?.dispose()
    this.#vectors.set(name, tf.keep(vector))
  }

  /** The named tensors of every vector of the layout, as copies that the caller disposes of. */
  unpack(layout: VectorLayout): [string, tf.Tensor][] {
    return [...layout].flatMap(([name, slots]) =>
      slots.map(({ name: slot, shape, offset, size }): [string, tf.Tensor] => [
        slot,
        tf.reshape(tf.slice1d(this.get(name), offset, size), [...shape]),
      ]),
    )
  }

  dispose(): void {
    for (const vector of this.#vectors.values()) vector.dispose()
    this.#vectors.clear()
  }
}

/** Joins named tensors into a vector, in slot order. */
export const packTensors = (
  slots: readonly Slot[],
  tensorOf: (name: string) => tf.Tensor,
): tf.Tensor1D =>
  tf.concat1d(slots.map(({ name, size }) => tf.reshape<tf.Rank.R1>(tensorOf(name), [size])))

/** Joins named arrays into one, in slot order. */
export function packArrays(
  slots: readonly Slot[],
  arrayOf: (slot: Slot) => Float32Array,
): Float32Array {
  const packed = new Float32Array(vectorSize(slots))
  for (const slot of slots) packed.set(arrayOf(slot), slot.offset)
  return packed
}
