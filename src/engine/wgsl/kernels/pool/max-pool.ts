import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { pooledSide, positionFunctions, positionLayout, type PoolSize } from './pool-window.ts'
import {
  shapeText,
  tensorVectors,
  vectorCount,
  type TensorShape,
} from '../../codegen/tensor-shape.ts'

export interface PoolOptions {
  /** Of x. */
  readonly shape: TensorShape
  readonly storage: StorageType
  readonly size: PoolSize
}

/**
 * The largest value of each size x size window, windows side by side, incomplete windows dropped.
 * x [batch, height, width, channels], y [batch, floor(height / size), floor(width / size), channels];
 * `position` (see `PositionLayout`) says where it was, the first in row-major order among equals.
 */
export function maxPool({ shape, storage, size }: PoolOptions): Kernel {
  const vectors = vectorCount(shape)
  const side = pooledSide(shape, size)
  const pixels = side.height * side.width
  const layout = positionLayout(shape, size)
  const element = storedVector(storage)
  return elementwise({
    label: `maxPool ${size} ${shapeText(shape)} ${storage}`,
    storage,
    buffers: [
      { name: 'x', access: 'read', element, count: tensorVectors(shape) },
      { name: 'y', access: 'readWrite', element, count: shape.batch * pixels * vectors },
      { name: 'position', access: 'readWrite', element: 'u32', count: layout.count },
    ],
    invocations: layout.count,
    declarations: positionFunctions(layout),
    body: `
  let v = i % ${vectors}u;
  let image = i / ${vectors * layout.wordsPerImage}u;
  let firstPixel = i / ${vectors}u % ${layout.wordsPerImage}u * ${layout.pixels}u;
  var word = 0u;
  for (var k = 0u; k < ${layout.pixels}u; k++) {
    let pixel = firstPixel + k;
    if (pixel >= ${pixels}u) { break; }
    let corner = (image * ${shape.height}u + pixel / ${side.width}u * ${size}u) * ${shape.width}u + pixel % ${side.width}u * ${size}u;
    var best = ${loaded(storage, `x[corner * ${vectors}u + v]`)};
    var argmax = vec4u(0);
    for (var w = 1u; w < ${size * size}u; w++) {
      let value = ${loaded(storage, `x[(corner + w / ${size}u * ${shape.width}u + w % ${size}u) * ${vectors}u + v]`)};
      let better = value > best;
      best = select(best, value, better);
      argmax = select(argmax, vec4u(w), better);
    }
    word |= packPosition(argmax, pixel);
    y[(image * ${pixels}u + pixel) * ${vectors}u + v] = ${toStored(storage, 'best')};
  }
  position[i] = word;`,
  })
}
