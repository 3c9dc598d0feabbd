import type { Kernel, StorageType } from '../kernel.ts'
import { loaded, storageDirectives, storedVector, toStored } from '../storage.ts'
import { emitConv } from './conv-emit.ts'
import type { ConvGemm } from './conv-gemm.ts'
import { tapOf, unpooledFunction } from './conv-pixels.ts'
import {
  convFlops,
  convPadding,
  convText,
  outputSides,
  positionWords,
  type ConvShape,
} from './conv-shape.ts'
import type { ConvTile } from './conv-tiles.ts'

export interface ConvInputGradientOptions {
  /** Of the forward pass. */
  readonly shape: ConvShape
  readonly storage: StorageType
  readonly tile: ConvTile
  /** dy is the gradient of the pooled output, which `position` spreads over its windows. */
  readonly pooled: boolean
  /** Adds a tensor of dx's shape, such as the gradient that a residual connection brings. */
  readonly add: boolean
}

/**
 * Gradient of a convolution's input:
 * dx[n, iy, ix, ci] = sum over ky, kx, co of dy[n, oy, ox, co] * w[ky, kx, ci, co], where oy * stride + ky - pad = iy and
 * likewise ox, as far as such pixels exist; plus add[n, iy, ix, ci] where asked for.
 * dy [batch, outHeight, outWidth, out] or half of that, w [kernel, kernel, in, out], dx and add [batch, height, width, in].
 * As a product: rows are input pixels, columns input channels, depth runs over taps and output channels.
 */
export function convInputGradient(options: ConvInputGradientOptions): Kernel {
  const { shape, storage, tile, pooled, add } = options
  const { batch, height, width, kernel, stride } = shape
  const inQuads = shape.in / 4
  const outQuads = shape.out / 4
  const sides = outputSides(shape, pooled)
  const outputs = batch * sides.height * sides.width
  const vector = storedVector(storage)
  const padding = convPadding(shape)
  const depth = kernel ** 2 * shape.out
  const tensor = { element: vector, count: batch * height * width * inQuads }
  const perWindow = pooled ? 2 : 1
  const conditions = (ragged: boolean) => [
    `u32(row) < ${sides.height * perWindow}u`,
    `u32(column) < ${sides.width * perWindow}u`,
    ...(stride === 2 ? ['((above | before) & 1) == 0'] : []),
    ...(ragged ? [`depth.x < ${kernel}`] : []),
  ]
  const pixel = `u32(outer.x + (row / ${perWindow}) * ${sides.width} + column / ${perWindow})`
  const gemm: ConvGemm = {
    label: `convInputGradient ${convText(shape)}${pooled ? ' of pool' : ''}${add ? ' + add' : ''} ${storage}`,
    directives: storageDirectives(storage),
    buffers: [
      { name: 'dy', access: 'read', element: vector, count: outputs * outQuads },
      ...(pooled
        ? [
            {
              name: 'position',
              access: 'read',
              element: 'u32',
              count: outputs * positionWords(shape),
            } as const,
          ]
        : []),
      { name: 'w', access: 'read', element: vector, count: kernel ** 2 * shape.in * outQuads },
      ...(add ? [{ name: 'add', access: 'read', ...tensor } as const] : []),
      { name: 'dx', access: 'readWrite', ...tensor },
    ],
    rows: batch * height * width,
    columns: shape.in,
    depth,
    splits: 1,
    operands: (ragged) => ({
      a: {
        along: 'depth',
        code: `${pooled ? unpooledFunction(shape, storage) : ''}
alias AOuter = vec3i; // First pixel of the image, then what row and column of the tap are taken from.
fn aOuter(i: u32) -> AOuter {
  let row = i / ${width}u;
  let image = row / ${height}u;
  return vec3i(vec3u(image * ${sides.height * sides.width}u, row % ${height}u + ${padding}u, i % ${width}u + ${padding}u));
}
alias ADepth = vec3i; // Row and column of the tap, four of channels.
fn aDepth(quad: u32) -> ADepth {
  ${tapOf(kernel, outQuads)}
  return vec3i(vec3u(tapRow, tapColumn, four));
}
fn aLoad(outer: AOuter, depth: ADepth) -> vec4f {
  let above = outer.y - depth.x;
  let before = outer.z - depth.y;
  let row = ${stride === 2 ? 'above >> 1u' : 'above'};
  let column = ${stride === 2 ? 'before >> 1u' : 'before'};
  let value = ${
    pooled
      ? `unpooled(${pixel}, u32((row & 1) * 2 + (column & 1)), u32(depth.z))`
      : loaded(storage, `dy[${pixel} * ${outQuads}u + u32(depth.z)]`)
  };
  return select(vec4f(), value, ${conditions(ragged).join(' && ')});
}
`,
      },
      b: {
        along: 'depth',
        code: `
alias BOuter = u32;
fn bOuter(channel: u32) -> BOuter { return channel * ${outQuads}u; }
alias BDepth = u32;
fn bDepth(quad: u32) -> BDepth {
  return quad / ${outQuads}u * ${shape.in * outQuads}u + quad % ${outQuads}u;
}
fn bLoad(outer: BOuter, depth: BDepth) -> vec4f {
  let value = ${loaded(storage, 'w[outer + depth]')};
  return ${ragged ? `select(vec4f(), value, depth < ${kernel ** 2 * shape.in * outQuads}u)` : 'value'};
}
`,
      },
    }),
    result: {
      kind: 'elements',
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
