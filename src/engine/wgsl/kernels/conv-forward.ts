import type { Kernel, StorageType } from '../kernel.ts'
import { loaded, storageDirectives, storedVector, toStored } from '../storage.ts'
import type { ConvGemm, Result } from './conv-gemm.ts'
import { outputPixelFunction, tapOf } from './conv-pixels.ts'
import {
  computedPixels,
  convFlops,
  convPadding,
  convText,
  outputSides,
  positionWords,
  type ConvShape,
} from './conv-shape.ts'
import { emitConv } from './conv-emit.ts'
import type { ConvTile } from './conv-tiles.ts'

export interface ConvForwardOptions {
  readonly shape: ConvShape
  readonly storage: StorageType
  readonly tile: ConvTile
  /** Takes a 2x2 max pool of the result, dropping an odd last row and column. */
  readonly pool: boolean
}

/**
 * Convolution (cross-correlation, as in every framework), optionally with a 2x2 max pool behind it:
 * y[n, oy, ox, co] = sum over ky, kx, ci of x[n, oy * stride + ky - pad, ox * stride + kx - pad, ci] * w[ky, kx, ci, co].
 * x [batch, height, width, in], w [kernel, kernel, in, out], y [batch, outHeight, outWidth, out], or half of that with
 * `pool`; then position holds, 2 bits a channel, which pixel of its window (row-major; the first of equals) was largest.
 * As a product: rows are output pixels, columns output channels, depth runs over taps and input channels.
 */
export function convForward({ shape, storage, tile, pool }: ConvForwardOptions): Kernel {
  const { height, width, kernel, stride } = shape
  const inQuads = shape.in / 4
  const outQuads = shape.out / 4
  const sides = outputSides(shape, pool)
  const outputs = shape.batch * sides.height * sides.width
  const vector = storedVector(storage)
  const padding = convPadding(shape)
  const depth = kernel ** 2 * shape.in
  const inside = `u32(row) < ${height}u && u32(column) < ${width}u`
  const gemm: ConvGemm = {
    label: `convForward ${convText(shape)}${pool ? ' + pool' : ''} ${storage}`,
    directives: storageDirectives(storage),
    buffers: [
      { name: 'x', access: 'read', element: vector, count: shape.batch * height * width * inQuads },
      { name: 'w', access: 'read', element: vector, count: depth * outQuads },
      { name: 'y', access: 'readWrite', element: vector, count: outputs * outQuads },
      ...(pool
        ? [
            {
              name: 'position',
              access: 'readWrite',
              element: 'u32',
              count: outputs * positionWords(shape),
            } as const,
          ]
        : []),
    ],
    rows: computedPixels(shape, pool),
    columns: shape.out,
    depth,
    splits: 1,
    operands: (ragged) => ({
      a: {
        along: 'depth',
        code: `${outputPixelFunction(shape, pool)}
alias AOuter = vec3i; // First pixel of the image, then the window's first row and column.
fn aOuter(i: u32) -> AOuter {
  let pixel = outputPixel(i);
  return vec3i(pixel.x * ${height * width}, pixel.yz * ${stride} - ${padding});
}
alias ADepth = vec3i; // Row and column of the tap, four of channels.
fn aDepth(quad: u32) -> ADepth {
  ${tapOf(kernel, inQuads)}
  return vec3i(vec3u(tapRow, tapColumn, four));
}
fn aLoad(outer: AOuter, depth: ADepth) -> vec4f {
  let row = outer.y + depth.x;
  let column = outer.z + depth.y;
  let value = ${loaded(storage, `x[u32((outer.x + row * ${width} + column) * ${inQuads} + depth.z)]`)};
  return ${select(ragged ? `${inside} && depth.x < ${kernel}` : padding > 0 ? inside : null)};
}
`,
      },
      b: {
        along: 'outer',
        code: `
alias BOuter = u32;
fn bOuter(quad: u32) -> BOuter { return quad; }
alias BDepth = u32;
fn bDepth(k: u32) -> BDepth { return k * ${outQuads}u; }
fn bLoad(outer: BOuter, depth: BDepth) -> vec4f {
  let value = ${loaded(storage, 'w[depth + outer]')};
  return ${select(ragged ? `depth < ${depth * outQuads}u` : null)};
}
`,
      },
    }),
    result: pool ? pooledResult(shape, storage) : plainResult(shape, storage),
    flops: convFlops(shape, pool),
  }
  return emitConv(gemm, tile)
}

/** WGSL: `value` where the condition holds, else zeros. */
const select = (condition: string | null): string =>
  condition === null ? 'value' : `select(vec4f(), value, ${condition})`

const plainResult = (shape: ConvShape, storage: StorageType): Result => ({
  kind: 'elements',
  code: `
fn store(split: u32, row: u32, quad: u32, value: vec4f) {
  y[row * ${shape.out / 4}u + quad] = ${toStored(storage, 'value')};
}
`,
})

/** Compares before rounding; a later value replaces an earlier one only where it is larger, so ties go to the first. */
const pooledResult = (shape: ConvShape, storage: StorageType): Result => ({
  kind: 'windows',
  code: `
fn storeWindow(window: u32, quad: u32, v0: vec4f, v1: vec4f, v2: vec4f, v3: vec4f) -> u32 {
  let upper = max(v0, v1);
  let lower = max(v2, v3);
  y[window * ${shape.out / 4}u + quad] = ${toStored(storage, 'max(upper, lower)')};
  let places = select(
    select(vec4u(0), vec4u(1), v1 > v0),
    select(vec4u(2), vec4u(3), v3 > v2),
    lower > upper);
  return places.x | (places.y << 2u) | (places.z << 4u) | (places.w << 6u);
}
fn storePositions(window: u32, word: u32, bits: u32) {
  position[window * ${positionWords(shape)}u + word] = bits;
}
`,
})
