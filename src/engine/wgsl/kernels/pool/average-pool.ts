import type { Kernel } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import type { PoolOptions } from './max-pool.ts'
import { pooledSide } from './pool-window.ts'
import { shapeText, tensorVectors, vectorCount } from '../../codegen/tensor-shape.ts'

/**
 * The mean of each size x size window, windows side by side, incomplete windows dropped.
 * x [batch, height, width, channels], y [batch, floor(height / size), floor(width / size), channels].
 */
export function averagePool({ shape, storage, size }: PoolOptions): Kernel {
  const vectors = vectorCount(shape)
  const side = pooledSide(shape, size)
  const count = shape.batch * side.height * side.width * vectors
  const element = storedVector(storage)
  return elementwise({
    label: `averagePool ${size} ${shapeText(shape)} ${storage}`,
    storage,
    buffers: [
      { name: 'x', access: 'read', element, count: tensorVectors(shape) },
      { name: 'y', access: 'readWrite', element, count },
    ],
    invocations: count,
    body: `
  let v = i % ${vectors}u;
  let x0 = i / ${vectors}u % ${side.width}u * ${size}u;
  let y0 = i / ${vectors * side.width}u % ${side.height}u * ${size}u;
  let image = i / ${vectors * side.width * side.height}u;
  let corner = (image * ${shape.height}u + y0) * ${shape.width}u + x0;
  var sum = vec4f();
  for (var w = 0u; w < ${size * size}u; w++) {
    sum += ${loaded(storage, `x[(corner + w / ${size}u * ${shape.width}u + w % ${size}u) * ${vectors}u + v]`)};
  }
  y[i] = ${toStored(storage, `sum * ${1 / size ** 2}`)};`,
  })
}
