import type { StorageType } from '../../codegen/kernel.ts'
import { loaded, storedVector, type BufferDeclaration } from '../../codegen/storage.ts'
import type { Tiling } from './conv-gemm.ts'
import { convPadding, outputSides, positionWords, type ConvShape } from './conv-shape.ts'

type Contents = Pick<BufferDeclaration, 'element' | 'count'>

/**
 * What the buffers of a convolution's three directions hold; `output` and `positions` are those after the pool, if
 * there is one.
 */
export interface ConvTensors {
  readonly input: Contents
  readonly weights: Contents
  readonly output: Contents
  readonly positions: Contents
}

export function convTensors(shape: ConvShape, storage: StorageType, pool: boolean): ConvTensors {
  const { height, width } = outputSides(shape, pool)
  const pixels = shape.batch * height * width
  const element = storedVector(storage)
  const vectors = (count: number): Contents => ({ element, count: count / 4 })
  return {
    input: vectors(shape.batch * shape.height * shape.width * shape.in),
    weights: vectors(shape.kernel ** 2 * shape.in * shape.out),
    output: vectors(pixels * shape.out),
    positions: { element: 'u32', count: pixels * positionWords(shape) },
  }
}

/** The gradient of the output, and with a pool the positions of the window maxima. */
export function outputGradientBuffers(
  shape: ConvShape,
  storage: StorageType,
  pooled: boolean,
): BufferDeclaration[] {
  const { output, positions } = convTensors(shape, storage, pooled)
  const dy: BufferDeclaration = { name: 'dy', access: 'read', ...output }
  return pooled ? [dy, { name: 'position', access: 'read', ...positions }] : [dy]
}

/**
 * WGSL `aLoad` that reads the input pixel under a tap of an output pixel, as the sum of both contributions: index in
 * memory, row and column. `end` is the condition that the depth isn't past its end, if it can be.
 */
export function patchLoad(
  shape: ConvShape,
  storage: StorageType,
  vector: Tiling['vector'],
  end: string | null,
): string {
  const { height, width } = shape
  const row = `u32(outer.y + depth.y) < ${height}u`
  const column = `u32(outer.z + depth.z) < ${width}u`
  const conditions = [...(convPadding(shape) > 0 ? [row, column] : []), ...(end ? [end] : [])]
  return `fn aLoad(outer: AOuter, depth: ADepth) -> ${vector} {
  let value = ${loaded(storage, 'x[u32(outer.x + depth.x)]', vector)};
  return ${selected(conditions, vector)};
}
`
}

/** WGSL: `value` if all conditions hold, else zeros. */
export const selected = (conditions: readonly string[], vector: Tiling['vector']): string =>
  conditions.length === 0 ? 'value' : `select(${vector}(), value, ${conditions.join(' && ')})`
