import type { Activation } from '../../../../recipe/schema/network.ts'
import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored, type BufferDeclaration } from '../../codegen/storage.ts'
import { activationFunctions } from '../../codegen/activation.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { COEFFICIENT_ROWS } from './merge-statistics.ts'
import { normFunctions } from './norm-coefficients.ts'
import { pooledSide, positionFunctions, positionLayout } from '../pool/pool-window.ts'
import { rowsAtOnce } from '../../codegen/rows-at-once.ts'
import {
  rowCount,
  shapeText,
  tensorVectors,
  vectorCount,
  type TensorShape,
} from '../../codegen/tensor-shape.ts'

/** Where a 2x2 max pool is applied, if any. */
export type NormPool = 'none' | 'beforeActivation' | 'afterActivation'

export interface NormKernelOptions {
  /** Of x. */
  readonly shape: TensorShape
  readonly storage: StorageType
  /** Ghost groups of consecutive images, all of one size. */
  readonly groups: number
  readonly activation: Activation | null
  readonly pool: NormPool
}

export interface NormActivateOptions extends NormKernelOptions {
  readonly residual: boolean
}

/**
 * y = activation((x - mean) / deviation * scale + bias) [+ residual], coefficients as `mergeStatistics` writes them for
 * the image's group. x [batch, height, width, channels].
 * With a pool, y [batch, floor(height / 2), floor(width / 2), channels] is the largest of each 2x2 window, before or
 * after the activation, and `position` where it was (see `PositionLayout`), the first in row-major order among equals.
 * `residual` has y's shape and is added last.
 */
export function normActivate(options: NormActivateOptions): Kernel {
  return options.pool === 'none' ? plain(options) : pooled(options)
}

/** x, coefficients and, if there is one, the residual. */
function inputs(options: NormActivateOptions, outputVectors: number): BufferDeclaration[] {
  const { shape, groups, residual } = options
  const element = storedVector(options.storage)
  const coefficients = groups * COEFFICIENT_ROWS * vectorCount(shape)
  const declarations: BufferDeclaration[] = [
    { name: 'x', access: 'read', element, count: tensorVectors(shape) },
    { name: 'coefficients', access: 'read', element: 'vec4f', count: coefficients },
  ]
  return residual
    ? [...declarations, { name: 'residual', access: 'read', element, count: outputVectors }]
    : declarations
}

function plain(options: NormActivateOptions): Kernel {
  const { shape, storage, groups, activation, residual } = options
  const vectors = vectorCount(shape)
  const count = tensorVectors(shape)
  const rowsPerGroup = rowCount(shape) / groups
  const rows = rowsAtOnce(rowsPerGroup)
  const value = 'activation(scaled(norm, normalised(norm, x)))'
  const added = residual ? ` + ${loaded(storage, 'residual[at]')}` : ''
  return elementwise({
    label: `normActivate ${shapeText(shape)} / ${groups} ${storage}`,
    storage,
    buffers: [
      ...inputs(options, count),
      { name: 'y', access: 'readWrite', element: storedVector(storage), count },
    ],
    invocations: count / rows,
    declarations: normFunctions(vectors) + activationFunctions(activation),
    body: `
  let v = i % ${vectors}u;
  let row = i / ${vectors}u * ${rows}u;
  let norm = normOf(row / ${rowsPerGroup}u, v);
  for (var k = 0u; k < ${rows}u; k++) {
    let at = (row + k) * ${vectors}u + v;
    let x = ${loaded(storage, 'x[at]')};
    y[at] = ${toStored(storage, value + added)};
  }`,
  })
}

function pooled(options: NormActivateOptions): Kernel {
  const { shape, storage, groups, activation, pool, residual } = options
  const vectors = vectorCount(shape)
  const side = pooledSide(shape, 2)
  const pixels = side.height * side.width
  const count = shape.batch * pixels * vectors
  const layout = positionLayout(shape, 2)
  const first = pool === 'afterActivation' ? 'activation' : ''
  const last = pool === 'beforeActivation' ? 'activation' : ''
  const added = residual ? ` + ${loaded(storage, 'residual[to]')}` : ''
  return elementwise({
    label: `normActivate ${shapeText(shape)} / ${groups}, pool ${pool} ${storage}`,
    storage,
    buffers: [
      ...inputs(options, count),
      { name: 'y', access: 'readWrite', element: storedVector(storage), count },
      { name: 'position', access: 'readWrite', element: 'u32', count: layout.count },
    ],
    invocations: layout.count,
    declarations:
      normFunctions(vectors) + activationFunctions(activation) + positionFunctions(layout),
    body: `
  let v = i % ${vectors}u;
  let image = i / ${vectors * layout.wordsPerImage}u;
  let firstPixel = i / ${vectors}u % ${layout.wordsPerImage}u * ${layout.pixels}u;
  let norm = normOf(image / ${shape.batch / groups}u, v);
  var word = 0u;
  for (var k = 0u; k < ${layout.pixels}u; k++) {
    let pixel = firstPixel + k;
    if (pixel >= ${pixels}u) { break; }
    let corner = (image * ${shape.height}u + pixel / ${side.width}u * 2u) * ${shape.width}u + pixel % ${side.width}u * 2u;
    var best: vec4f;
    var argmax = vec4u(0);
    for (var w = 0u; w < 4u; w++) {
      let x = ${loaded(storage, `x[(corner + w / 2u * ${shape.width}u + w % 2u) * ${vectors}u + v]`)};
      let value = ${first}(scaled(norm, normalised(norm, x)));
      let better = value > best;
      best = select(best, value, better | vec4<bool>(w == 0u));
      argmax = select(argmax, vec4u(w), better & vec4<bool>(w > 0u));
    }
    word |= packPosition(argmax, pixel);
    let to = (image * ${pixels}u + pixel) * ${vectors}u + v;
    y[to] = ${toStored(storage, `${last}(best)${added}`)};
  }
  position[i] = word;`,
  })
}
