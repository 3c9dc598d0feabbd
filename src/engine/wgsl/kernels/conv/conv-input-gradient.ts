import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storageDirectives, toStored } from '../../codegen/storage.ts'
import { emitConv } from './conv-emit.ts'
import type { ConvGemm, Tiling } from './conv-gemm.ts'
import { tapOfDepth, unpooledFunction } from './conv-pixels.ts'
import { convFlops, convPadding, convText, outputSides, type ConvShape } from './conv-shape.ts'
import { convTensors, outputGradientBuffers, selected } from './conv-tensors.ts'
import type { ConvTile } from './conv-tiles.ts'

export interface ConvInputGradientOptions {
  /** Of the forward pass. */
  readonly shape: ConvShape
  readonly storage: StorageType
  readonly tile: ConvTile
  /** dy is the gradient of the pooled output, which `position` spreads over its windows. */
  readonly pooled: boolean
  /** Adds a tensor of dx's shape, such as the gradient from a residual connection. */
  readonly add: boolean
}

/**
 * Gradient of a convolution's input:
 * dx[n, iy, ix, ci] = sum over ky, kx, co of dy[n, oy, ox, co] * w[ky, kx, ci, co], where oy * stride + ky - pad = iy
 * and likewise ox, over the pixels that exist; plus add[n, iy, ix, ci] if `add` is set.
 * dy [batch, outHeight, outWidth, out] or half of that, w [kernel, kernel, in, out], dx and add [batch, height, width, in].
 * As a product: rows are input pixels, columns input channels, depth runs over taps and output channels.
 */
export function convInputGradient(options: ConvInputGradientOptions): Kernel {
  const { shape, storage, tile, pooled, add } = options
  const { batch, height, width, kernel } = shape
  const inQuads = shape.in / 4
  const outQuads = shape.out / 4
  const { input, weights } = convTensors(shape, storage, pooled)
  const gemm: ConvGemm = {
    label: `convInputGradient ${convText(shape)}${pooled ? ' of pool' : ''}${add ? ' + add' : ''} ${storage}`,
    directives: storageDirectives(storage),
    buffers: [
      ...outputGradientBuffers(shape, storage, pooled),
      { name: 'w', access: 'read', ...weights },
      ...(add ? [{ name: 'add', access: 'read', ...input } as const] : []),
      { name: 'dx', access: 'readWrite', ...input },
    ],
    rows: batch * height * width,
    columns: shape.in,
    depth: kernel ** 2 * shape.out,
    splits: 1,
    operands: (tiling) => ({
      a: {
        along: 'depth',
        code: (pooled || shape.stride === 2 ? scatteredGradient : denseGradient)(options, tiling),
      },
      b: {
        along: 'depth',
        code: `
alias BOuter = u32;
fn bOuter(channel: u32) -> BOuter { return channel * ${outQuads}u; }
alias BDepth = u32;
fn bDepth(start: u32, offset: u32) -> BDepth {
  ${tapOfDepth(kernel, outQuads, tiling.step)}
  return tap * ${shape.in * outQuads}u + four;
}
fn bLoad(outer: BOuter, depth: BDepth) -> ${tiling.vector} {
  let value = ${loaded(storage, 'w[outer + depth]', tiling.vector)};
  return ${selected(tiling.ragged ? [`depth < ${weights.count}u`] : [], tiling.vector)};
}
`,
      },
    }),
    result: {
      kind: 'elements',
      statistics: false,
      code: `
fn store(split: u32, row: u32, quad: u32, value: vec4f) {
  let at = row * ${inQuads}u + quad;
  dx[at] = ${toStored(storage, add ? `value + ${loaded(storage, 'add[at]')}` : 'value')};
}
`,
    },
    flops: convFlops(shape, pooled),
  }
  return emitConv(gemm, tile)
}

/** WGSL `inputPixel(i: u32) -> vec3u`: image, row and column of the i-th input pixel, padding added. */
function inputPixelFunction(shape: ConvShape): string {
  const { height, width } = shape
  const padding = convPadding(shape)
  return `fn inputPixel(i: u32) -> vec3u {
  let row = i / ${width}u;
  return vec3u(row / ${height}u, row % ${height}u + ${padding}u, i % ${width}u + ${padding}u);
}
`
}

/** At stride 1 without a pool, every tap's pixel is at a fixed offset from the first one's. */
function denseGradient(
  { shape, storage }: ConvInputGradientOptions,
  { step, ragged, vector }: Tiling,
): string {
  const { kernel } = shape
  const { height, width } = outputSides(shape, false)
  const outQuads = shape.out / 4
  const conditions = [
    `u32(outer.y - depth.y) < ${height}u`,
    `u32(outer.z - depth.z) < ${width}u`,
    ...(ragged ? [`depth.y < ${kernel}`] : []),
  ]
  return `${inputPixelFunction(shape)}
alias AOuter = vec3i; // The output pixel that used this one under its first tap: its index in dy, row, column.
fn aOuter(i: u32) -> AOuter {
  let pixel = vec3i(inputPixel(i));
  return vec3i(((pixel.x * ${height} + pixel.y) * ${width} + pixel.z) * ${outQuads}, pixel.yz);
}
alias ADepth = vec3i; // Index offset of the tap and channel vector, row and column of the tap.
fn aDepth(start: u32, offset: u32) -> ADepth {
  ${tapOfDepth(kernel, outQuads, step)}
  return vec3i(i32(four) - i32((tapRow * ${width}u + tapColumn) * ${outQuads}u), vec2i(vec2u(tapRow, tapColumn)));
}
fn aLoad(outer: AOuter, depth: ADepth) -> ${vector} {
  let value = ${loaded(storage, 'dy[u32(outer.x + depth.x)]', vector)};
  return ${selected(conditions, vector)};
}
`
}

/** At stride 2 or under a pool, several input pixels share an output pixel. */
function scatteredGradient(
  { shape, storage, pooled }: ConvInputGradientOptions,
  { step, ragged, vector }: Tiling,
): string {
  const { kernel, stride } = shape
  const { height, width } = outputSides(shape, pooled)
  const outQuads = shape.out / 4
  const perWindow = pooled ? 2 : 1
  const conditions = [
    `u32(row) < ${height * perWindow}u`,
    `u32(column) < ${width * perWindow}u`,
    ...(stride === 2 ? ['((above | before) & 1) == 0'] : []),
    ...(ragged ? [`depth.x < ${kernel}`] : []),
  ]
  // A shift, since signed division takes several instructions; negative values aren't used.
  const ofWindow = (coordinate: string) => (pooled ? `(${coordinate} >> 1u)` : coordinate)
  const pixel = `u32(outer.x + ${ofWindow('row')} * ${width} + ${ofWindow('column')})`
  return `${pooled ? unpooledFunction(shape, storage, vector) : ''}${inputPixelFunction(shape)}
alias AOuter = vec3i; // First pixel of the image, then the row and column that the tap's are subtracted from.
fn aOuter(i: u32) -> AOuter {
  let pixel = inputPixel(i);
  return vec3i(vec3u(pixel.x * ${height * width}u, pixel.yz));
}
alias ADepth = vec3i; // Row and column of the tap, four of channels.
fn aDepth(start: u32, offset: u32) -> ADepth {
  ${tapOfDepth(kernel, outQuads, step)}
  return vec3i(vec3u(tapRow, tapColumn, four));
}
fn aLoad(outer: AOuter, depth: ADepth) -> ${vector} {
  let above = outer.y - depth.x;
  let before = outer.z - depth.y;
  let row = ${stride === 2 ? 'above >> 1u' : 'above'};
  let column = ${stride === 2 ? 'before >> 1u' : 'before'};
  let value = ${
    pooled
      ? `unpooled(${pixel}, u32((row & 1) * 2 + (column & 1)), u32(depth.z))`
      : loaded(storage, `dy[${pixel} * ${outQuads}u + u32(depth.z)]`, vector)
  };
  return ${selected(conditions, vector)};
}
`
}
