import type { StorageType } from '../kernel.ts'
import { loaded } from '../storage.ts'
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
 * WGSL `unpooled(pixel: u32, place: u32, quad: u32) -> vec4f`: the gradient of the pooled output `dy`, passed on to
 * place 0 to 3 of a window: what is not the window's first largest gets 0.
 */
export const unpooledFunction = (shape: ConvShape, storage: StorageType): string => `
fn unpooled(pixel: u32, place: u32, quad: u32) -> vec4f {
  let bits = position[pixel * ${positionWords(shape)}u + quad / 4u] >> (quad % 4u * 8u);
  let places = (vec4u(bits) >> vec4u(0, 2, 4, 6)) & vec4u(3);
  return select(vec4f(), ${loaded(storage, `dy[pixel * ${shape.out / 4}u + quad]`)}, places == vec4u(place));
}
`

/** WGSL: the depth index `quad` of fours of channels under every tap, taken apart into row and column of the tap and four. */
export const tapOf = (kernel: number, quads: number): string =>
  `let tap = quad / ${quads}u;
  let four = quad % ${quads}u;
  let tapRow = tap / ${kernel}u;
  let tapColumn = tap % ${kernel}u;`
