import type { Activation } from '../../../../recipe/schema/network.ts'
import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storedVector, type BufferDeclaration } from '../../codegen/storage.ts'
import { activationFunctions } from '../../codegen/activation.ts'
import { rowTiles, type RowTiles } from '../../codegen/row-tiles.ts'
import {
  rowCount,
  shapeText,
  tensorVectors,
  vectorCount,
  type TensorShape,
} from '../../codegen/tensor-shape.ts'
import { tileReduction } from '../../codegen/tile-reduction.ts'

export interface BiasGradientOptions {
  readonly shape: TensorShape
  readonly storage: StorageType
  /** Null if dy is the gradient of the sum with the bias; else dy is that of activation(x + bias). */
  readonly activation: Activation | null
}

const tilesOf = ({ shape }: BiasGradientOptions): RowTiles =>
  rowTiles(1, rowCount(shape), vectorCount(shape))

/** Rows of `partials`. */
export const biasGradientSplits = (options: BiasGradientOptions): number =>
  tilesOf(options).tilesPerGroup

/**
 * Partial sums of the gradient of a bias that every pixel shares: partials[tile] = sum over the tile's pixels of
 * dy * activation'(x + bias), of dy alone without an activation. x and dy [batch, height, width, channels],
 * bias f32 [channels], partials f32 [splits][channels], for `sumSplits`.
 */
export function biasGradient(options: BiasGradientOptions): Kernel {
  const { shape, storage, activation } = options
  const tiles = tilesOf(options)
  const vectors = vectorCount(shape)
  const count = tensorVectors(shape)
  const element = storedVector(storage)
  const activated: readonly BufferDeclaration[] = [
    { name: 'x', access: 'read', element, count },
    { name: 'bias', access: 'read', element: 'vec4f', count: vectors },
  ]
  const partials = tiles.tilesPerGroup * vectors
  const slope = activation ? ` * activationDerivative(${loaded(storage, 'x[at]')} + bias[v])` : ''
  return tileReduction({
    label: `biasGradient ${shapeText(shape)} ${storage}`,
    storage,
    tiles,
    vectors,
    buffers: [
      ...(activation ? activated : []),
      { name: 'dy', access: 'read', element, count },
      { name: 'partials', access: 'readWrite', element: 'vec4f', count: partials },
    ],
    declarations: activation ? activationFunctions(activation) : '',
    body: `  var sum = vec4f();
  for (; row < end; row += ${tiles.rowLanes}u) {
    let at = row * ${vectors}u + v;
    sum += ${loaded(storage, 'dy[at]')}${slope};
  }`,
    found: [{ array: 'sums', type: 'vec4f', value: 'sum' }],
    fold: 'sum += sums[other];',
    store: `    partials[tile * ${vectors}u + v] = sum;`,
  })
}
