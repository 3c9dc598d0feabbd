import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storageDirectives, toStored } from '../../codegen/storage.ts'
import type { ConvGemm } from './conv-gemm.ts'
import { outputPixelFunction, tapOfDepth } from './conv-pixels.ts'
import {
  computedPixels,
  convFlops,
  convPadding,
  convText,
  positionWords,
  type ConvShape,
} from './conv-shape.ts'
import { emitConv } from './conv-emit.ts'
import { statisticsBuffer, statisticsFunctions } from './conv-statistics.ts'
import { convTensors, patchLoad, selected } from './conv-tensors.ts'
import type { ConvTile } from './conv-tiles.ts'

export interface ConvForwardOptions {
  readonly shape: ConvShape
  readonly storage: StorageType
  readonly tile: ConvTile
  /** Applies a 2x2 max pool to the result, dropping an odd last row and column. */
  readonly pool: boolean
  /** Computes the batch-norm statistics of y per tile; see `convStatisticsTiles`. */
  readonly statistics: boolean
}

/**
 * Convolution (cross-correlation, as in every framework), optionally with a 2x2 max pool behind it:
 * y[n, oy, ox, co] = sum over ky, kx, ci of x[n, oy * stride + ky - pad, ox * stride + kx - pad, ci] * w[ky, kx, ci, co].
 * x [batch, height, width, in], w [kernel, kernel, in, out], y [batch, outHeight, outWidth, out], or half of that with
 * `pool`; then position holds, 2 bits per channel, which pixel of its window (row-major; the first of equals) was largest.
 * With `statistics`, f32 [tiles][3][out]: count, mean, and M2 = sum (y - mean)^2 of every tile's pixels of y as stored.
 * As a product: rows are output pixels, columns output channels, depth runs over taps and input channels.
 */
export function convForward(options: ConvForwardOptions): Kernel {
  const { shape, storage, tile, pool, statistics } = options
  const { height, width, kernel, stride } = shape
  const inQuads = shape.in / 4
  const outQuads = shape.out / 4
  const { input, weights, output, positions } = convTensors(shape, storage, pool)
  const padding = convPadding(shape)
  const depth = kernel ** 2 * shape.in
  const gemm: ConvGemm = {
    label: `convForward ${convText(shape)}${pool ? ' + pool' : ''}${statistics ? ' + statistics' : ''} ${storage}`,
    directives: storageDirectives(storage),
    buffers: [
      { name: 'x', access: 'read', ...input },
      { name: 'w', access: 'read', ...weights },
      { name: 'y', access: 'readWrite', ...output },
      ...(pool ? [{ name: 'position', access: 'readWrite', ...positions } as const] : []),
      ...(statistics ? [statisticsBuffer(shape, pool, tile)] : []),
    ],
    rows: computedPixels(shape, pool),
    columns: shape.out,
    depth,
    splits: 1,
    operands: ({ step, ragged, vector }) => ({
      a: {
        along: 'depth',
        code: `${outputPixelFunction(shape, pool)}
alias AOuter = vec3i; // The pixel under the first tap: its index in x, row, column.
fn aOuter(i: u32) -> AOuter {
  let pixel = outputPixel(i);
  let corner = pixel.yz * ${stride} - ${padding};
  return vec3i(((pixel.x * ${height} + corner.x) * ${width} + corner.y) * ${inQuads}, corner);
}
alias ADepth = vec3i; // Index offset of the tap and channel vector, row and column of the tap.
fn aDepth(start: u32, offset: u32) -> ADepth {
  ${tapOfDepth(kernel, inQuads, step)}
  return vec3i(vec3u((tapRow * ${width}u + tapColumn) * ${inQuads}u + four, tapRow, tapColumn));
}
${patchLoad(shape, storage, vector, ragged ? `depth.y < ${kernel}` : null)}`,
      },
      b: {
        along: 'outer',
        code: `
alias BOuter = u32;
fn bOuter(quad: u32) -> BOuter { return quad; }
alias BDepth = u32;
fn bDepth(start: u32, offset: u32) -> BDepth { return (start + offset) * ${outQuads}u; }
fn bLoad(outer: BOuter, depth: BDepth) -> ${vector} {
  let value = ${loaded(storage, 'w[depth + outer]', vector)};
  return ${selected(ragged ? [`depth < ${depth * outQuads}u`] : [], vector)};
}
`,
      },
    }),
    result: {
      kind: pool ? 'windows' : 'elements',
      code: `${pool ? storeLargest(shape, storage) : storeAll(shape, storage)}${statistics ? statisticsFunctions(shape, storage) : ''}`,
      statistics,
    },
    flops: convFlops(shape, pool),
  }
  return emitConv(gemm, tile)
}

const storeAll = (shape: ConvShape, storage: StorageType): string => `
fn store(split: u32, row: u32, quad: u32, value: vec4f) {
  y[row * ${shape.out / 4}u + quad] = ${toStored(storage, 'value')};
}
`

/** Compares before rounding. A later value replaces an earlier one only if larger, so ties go to the first. */
const storeLargest = (shape: ConvShape, storage: StorageType): string => `
fn storeWindow(window: u32, quad: u32, v0: vec4f, v1: vec4f, v2: vec4f, v3: vec4f) -> u32 {
  let upper = max(v0, v1);
  let lower = max(v2, v3);
  y[window * ${shape.out / 4}u + quad] = ${toStored(storage, 'max(upper, lower)')};
  let argmax = select(
    select(vec4u(0), vec4u(1), v1 > v0),
    select(vec4u(2), vec4u(3), v3 > v2),
    lower > upper);
  return argmax.x | (argmax.y << 2u) | (argmax.z << 4u) | (argmax.w << 6u);
}
fn storePositions(window: u32, word: u32, bits: u32) {
  position[window * ${positionWords(shape)}u + word] = bits;
}
`
