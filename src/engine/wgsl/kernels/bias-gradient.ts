import type { Activation } from '../../../recipe/recipe.ts'
import type { Kernel, StorageType } from '../kernel.ts'
import {
  declareBuffers,
  loaded,
  storageDirectives,
  storedVector,
  type BufferDeclaration,
} from '../storage.ts'
import { activationFunctions } from './activation.ts'
import {
  foldRowLanes,
  rowTiles,
  tilePrologue,
  tileThreads,
  tileWorkgroups,
  type RowTiles,
} from './row-tiles.ts'
import {
  rowCount,
  shapeText,
  tensorVectors,
  vectorCount,
  type TensorShape,
} from './tensor-shape.ts'

export interface BiasGradientOptions {
  readonly shape: TensorShape
  readonly storage: StorageType
  /** Null where dy is the gradient of the sum with the bias; else dy is that of activation(x + bias). */
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
  const threads = tileThreads(tiles)
  const count = tensorVectors(shape)
  const element = storedVector(storage)
  const activated: readonly BufferDeclaration[] = [
    { name: 'x', access: 'read', element, count },
    { name: 'bias', access: 'read', element: 'vec4f', count: vectors },
  ]
  const { code, bindings } = declareBuffers([
    ...(activation ? activated : []),
    { name: 'dy', access: 'read', element, count },
    {
      name: 'partials',
      access: 'readWrite',
      element: 'vec4f',
      count: tiles.tilesPerGroup * vectors,
    },
  ])
  const slope = activation ? ` * activationDerivative(${loaded(storage, 'x[at]')} + bias[v])` : ''
  return {
    label: `biasGradient ${shapeText(shape)} ${storage}`,
    code: `${storageDirectives(storage)}${code}${activation ? activationFunctions(activation) : ''}
var<workgroup> sums: array<vec4f, ${threads}>;
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {${tilePrologue(tiles, vectors)}
  var sum = vec4f();
  for (; row < end; row += ${tiles.rowLanes}u) {
    let at = row * ${vectors}u + v;
    sum += ${loaded(storage, 'dy[at]')}${slope};
  }
  sums[local] = sum;${foldRowLanes(tiles, 'sum += sums[other];')}
  if (rowLane == 0u && present) { partials[tile * ${vectors}u + v] = sum; }
}
`,
    bindings,
    workgroups: tileWorkgroups(tiles),
    workgroupBytes: threads * 16,
    invocations: threads,
    flops: 0,
  }
}
