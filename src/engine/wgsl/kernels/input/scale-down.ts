import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import {
  shapeText,
  tensorVectors,
  vectorCount,
  type TensorShape,
} from '../../codegen/tensor-shape.ts'

export interface ScaleDownOptions {
  /** Of x, whose images are square. */
  readonly shape: TensorShape
  readonly storage: StorageType
  /** Of the images of y; no larger than that of x. */
  readonly side: number
}

/**
 * Scales images down by bilinear interpolation, as PyTorch's `interpolate` with corners not aligned and no antialiasing:
 * pixel i of a row or column lies at (i + 0.5) height / side - 0.5 of x, between the two pixels around that.
 * x [batch, height, height, channels], y [batch, side, side, channels].
 */
export function scaleDown({ shape, storage, side }: ScaleDownOptions): Kernel {
  const vectors = vectorCount(shape)
  const count = shape.batch * side * side * vectors
  const element = storedVector(storage)
  const last = shape.height - 1
  const at = (y: string, x: string) =>
    loaded(storage, `x[base + (${y} * ${shape.width}u + ${x}) * ${vectors}u]`)
  return elementwise({
    label: `scaleDown ${side} ${shapeText(shape)} ${storage}`,
    storage,
    buffers: [
      { name: 'x', access: 'read', element, count: tensorVectors(shape) },
      { name: 'y', access: 'readWrite', element, count },
    ],
    invocations: count,
    body: `
  let pixel = vec2u(i / ${vectors}u % ${side}u, i / ${vectors * side}u % ${side}u);
  let image = i / ${vectors * side * side}u;
  let base = image * ${shape.height * shape.width * vectors}u + i % ${vectors}u;
  let source = (vec2f(pixel) + 0.5) * ${shape.height / side} - 0.5;
  let low = vec2u(source);
  let high = min(low + 1u, vec2u(${last}u));
  let share = source - vec2f(low);
  let top = mix(${at('low.y', 'low.x')}, ${at('low.y', 'high.x')}, share.x);
  let bottom = mix(${at('high.y', 'low.x')}, ${at('high.y', 'high.x')}, share.x);
  y[i] = ${toStored(storage, 'mix(top, bottom, share.y)')};`,
  })
}
