import type { StorageType } from '../../codegen/kernel.ts'
import { loaded } from '../../codegen/storage.ts'
import type { Tiling } from './conv-gemm.ts'
import { outputSides, positionWords, type ConvShape } from './conv-shape.ts'

/**
 * WGSL `outputPixel(i: u32) -> vec3i`: image, y and x of the i-th output pixel. Under a 2x2 pool, four consecutive
 * pixels are one window, in row-major order, and pixels that the pool drops do not occur.
 */
export function outputPixelFunction(shape: ConvShape, pool: boolean): string {
  const { height, width } = outputSides(shape, pool)
  return pool
    ? `fn outputPixel(i: u32) -> vec3i {
  let window = i / 4u;
  let row = window / ${width}u;
  return vec3i(vec3u(row / ${height}u, row % ${height}u * 2u + i / 2u % 2u, window % ${width}u * 2u + i % 2u));
}
`
    : `fn outputPixel(i: u32) -> vec3i {
  let row = i / ${width}u;
  return vec3i(vec3u(row / ${height}u, row % ${height}u, i % ${width}u));
}
`
}

/**
 * WGSL `unpooled(pixel: u32, element: u32, quad: u32) -> vec4f`, or vec4h: the gradient of the pooled output `dy`, at
 * element 0 to 3 of a window: 0 except at the window's first maximum.
 */
export const unpooledFunction = (
  shape: ConvShape,
  storage: StorageType,
  vector: Tiling['vector'],
): string => `
fn unpooled(pixel: u32, element: u32, quad: u32) -> ${vector} {
  let bits = position[pixel * ${positionWords(shape)}u + quad / 4u] >> (quad % 4u * 8u);
  let argmax = (vec4u(bits) >> vec4u(0, 2, 4, 6)) & vec4u(3);
  return select(${vector}(), ${loaded(storage, `dy[pixel * ${shape.out / 4}u + quad]`, vector)}, argmax == vec4u(element));
}
`

/**
 * WGSL `depthPixel(start: u32, offset: u32) -> vec3i`: the output pixel start + offset, for steps of `step` pixels. If
 * a step never crosses a row or an image, the part that depends on `start` alone is computed separately.
 */
export function depthPixelFunction(shape: ConvShape, pool: boolean, step: number): string {
  const { height, width } = outputSides(shape, pool)
  const units = step / (pool ? 4 : 1)
  const inRow = width % units === 0
  const inImage = units % width === 0 && (height * width) % units === 0
  if (!inRow && !inImage) {
    return `fn depthPixel(start: u32, offset: u32) -> vec3i { return outputPixel(start + offset); }
`
  }
  return pool
    ? `fn depthPixel(start: u32, offset: u32) -> vec3i {
  let window = offset / 4u;
  return outputPixel(start) + vec3i(vec3u(0u, window / ${width}u * 2u + offset / 2u % 2u, window % ${width}u * 2u + offset % 2u));
}
`
    : `fn depthPixel(start: u32, offset: u32) -> vec3i {
  return outputPixel(start) + vec3i(vec3u(0u, offset / ${width}u, offset % ${width}u));
}
`
}

/**
 * WGSL that splits a depth index, with `quads` channel vectors per tap, into `tapRow`, `tapColumn`, and the channel
 * vector `four`. If a step stays under one tap, they depend on `start` alone.
 */
export function tapOfDepth(kernel: number, quads: number, step: number): string {
  const apart = (4 * quads) % step === 0
  return `${apart ? '' : 'let quad = start + offset;\n  '}${tapOf(kernel, quads, apart ? 'start' : 'quad')}${apart ? ' + offset' : ''};`
}

/**
 * WGSL: the index `quad` of fours of channels under every tap, as `tapRow`, `tapColumn` and `four`, without the last
 * semicolon.
 */
export const tapOf = (kernel: number, quads: number, quad: string): string =>
  `let tap = ${quad} / ${quads}u;
  let tapRow = tap / ${kernel}u;
  let tapColumn = tap % ${kernel}u;
  let four = ${quad} % ${quads}u`
