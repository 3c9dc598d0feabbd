import type { Kernel } from '../../codegen/kernel.ts'
import { loaded, storedVector, type BufferDeclaration } from '../../codegen/storage.ts'
import { activationFunctions } from '../../codegen/activation.ts'
import { COEFFICIENT_ROWS } from './merge-statistics.ts'
import type { NormKernelOptions } from './norm-activate.ts'
import { normFunctions } from './norm-coefficients.ts'
import { pooledSide, positionFunctions, positionLayout } from '../pool/pool-window.ts'
import { rowTiles, type RowTiles } from '../../codegen/row-tiles.ts'
import {
  shapeText,
  tensorVectors,
  vectorCount,
  type TensorShape,
} from '../../codegen/tensor-shape.ts'
import { tileReduction } from '../../codegen/tile-reduction.ts'

/** The shape after the pool, if there is one: that of dy. */
export const normOutputShape = ({ shape, pool }: NormKernelOptions): TensorShape =>
  pool === 'none' ? shape : { ...shape, ...pooledSide(shape, 2) }

function tilesOf(options: NormKernelOptions): RowTiles {
  const { batch, height, width } = normOutputShape(options)
  const rowsPerGroup = (batch / options.groups) * height * width
  return rowTiles(options.groups, rowsPerGroup, vectorCount(options.shape))
}

/** Tiles a ghost group is cut into. */
export const normGradientTiles = (options: NormKernelOptions): number =>
  tilesOf(options).tilesPerGroup

/** x, coefficients, dy and, with a pool, position, for both passes of the gradient. */
export function gradientInputs(options: NormKernelOptions): BufferDeclaration[] {
  const { shape, storage, groups, pool } = options
  const element = storedVector(storage)
  const coefficients = groups * COEFFICIENT_ROWS * vectorCount(shape)
  const declarations: BufferDeclaration[] = [
    { name: 'x', access: 'read', element, count: tensorVectors(shape) },
    { name: 'coefficients', access: 'read', element: 'vec4f', count: coefficients },
    { name: 'dy', access: 'read', element, count: tensorVectors(normOutputShape(options)) },
  ]
  const { count } = positionLayout(shape, 2)
  return pool === 'none'
    ? declarations
    : [...declarations, { name: 'position', access: 'read', element: 'u32', count }]
}

/**
 * The two sums that the gradient of batch norm needs, by tile and channel:
 * partials[tile] = (sum dz, sum dz * xhat), dz = dy * activation'(xhat * scale + bias), xhat = (x - mean) / deviation,
 * over the rows of dy; with a pool, x is the window's maximum, at `position`.
 * x, coefficients and position as in `normActivate`, dy of y's shape, partials f32 [groups * tiles a group][2][channels].
 */
export function normGradientReduce(options: NormKernelOptions): Kernel {
  const { shape, storage, groups, activation, pool } = options
  const tiles = tilesOf(options)
  const vectors = vectorCount(shape)
  const partials = groups * tiles.tilesPerGroup * 2 * vectors
  const functions = `${normFunctions(vectors)}${activationFunctions(activation)}`
  return tileReduction({
    label: `normGradientReduce ${shapeText(shape)} / ${groups}, pool ${pool} ${storage}`,
    storage,
    tiles,
    vectors,
    buffers: [
      ...gradientInputs(options),
      { name: 'partials', access: 'readWrite', element: 'vec4f', count: partials },
    ],
    declarations:
      pool === 'none' ? functions : functions + positionFunctions(positionLayout(shape, 2)),
    body: `  let norm = normOf(group.y, v);
  var sum = vec4f();
  var product = vec4f();
  for (; row < end; row += ${tiles.rowLanes}u) {
    let at = (group.y * ${tiles.rowsPerGroup}u + row) * ${vectors}u + v;
    ${pool === 'none' ? `let input = ${loaded(storage, 'x[at]')};` : largestOfWindow(options)}
    let xhat = normalised(norm, input);
    let dz = ${loaded(storage, 'dy[at]')} * activationDerivative(scaled(norm, xhat));
    sum += dz;
    product += dz * xhat;
  }`,
    found: [
      { array: 'sums', type: 'vec4f', value: 'sum' },
      { array: 'products', type: 'vec4f', value: 'product' },
    ],
    fold: 'sum += sums[other]; product += products[other];',
    store: `    partials[tile * ${2 * vectors}u + v] = sum;
    partials[tile * ${2 * vectors}u + ${vectors}u + v] = product;`,
  })
}

/** WGSL: `input`, the maximum of the window of row `row` of group `group.y`. */
function largestOfWindow({ shape, storage, groups }: NormKernelOptions): string {
  const vectors = vectorCount(shape)
  const { height, width } = pooledSide(shape, 2)
  const layout = positionLayout(shape, 2)
  const pixels = height * width
  return `
    let image = group.y * ${shape.batch / groups}u + row / ${pixels}u;
    let pixel = row % ${pixels}u;
    let word = position[(image * ${layout.wordsPerImage}u + pixel / ${layout.pixels}u) * ${vectors}u + v];
    let argmax = unpackPosition(word, pixel);
    let corner = (image * ${shape.height}u + pixel / ${width}u * 2u) * ${shape.width}u + pixel % ${width}u * 2u;
    var input: vec4f;
    for (var w = 0u; w < 4u; w++) {
      let candidate = ${loaded(storage, `x[(corner + w / 2u * ${shape.width}u + w % 2u) * ${vectors}u + v]`)};
      input = select(input, candidate, argmax == vec4u(w));
    }`
}
