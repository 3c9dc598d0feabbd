import type { Kernel, StorageType } from '../kernel.ts'
import { loaded, storageDirectives, storedVector } from '../storage.ts'
import { emitConv } from './conv-emit.ts'
import type { ConvGemm } from './conv-gemm.ts'
import { outputPixelFunction, tapOf, unpooledFunction } from './conv-pixels.ts'
import {
  computedPixels,
  convFlops,
  convPadding,
  convText,
  outputSides,
  positionWords,
  type ConvShape,
} from './conv-shape.ts'
import type { ConvTile } from './conv-tiles.ts'

export interface ConvWeightGradientOptions {
  /** Of the forward pass. */
  readonly shape: ConvShape
  readonly storage: StorageType
  readonly tile: ConvTile
  /** dy is the gradient of the pooled output, which `position` spreads over its windows. */
  readonly pooled: boolean
  /** Parts of the batch's pixels that are summed apart, since weights alone would keep few threads busy (split-K). */
  readonly splits: number
}

/**
 * Gradient of a convolution's weights, by parts of the batch:
 * partials[s, ky, kx, ci, co] = sum over the output pixels of part s of
 * x[n, oy * stride + ky - pad, ox * stride + kx - pad, ci] * dy[n, oy, ox, co].
 * x [batch, height, width, in], dy [batch, outHeight, outWidth, out] or half of that, partials f32 [splits, kernel,
 * kernel, in, out], still times the loss scale that dy has.
 * As a product: rows are taps and input channels, columns output channels, depth runs over output pixels.
 */
export function convWeightGradient(options: ConvWeightGradientOptions): Kernel {
  const { shape, storage, tile, pooled, splits } = options
  const { batch, height, width, kernel, stride } = shape
  const inQuads = shape.in / 4
  const outQuads = shape.out / 4
  const sides = outputSides(shape, pooled)
  const outputs = batch * sides.height * sides.width
  const vector = storedVector(storage)
  const padding = convPadding(shape)
  const rows = kernel ** 2 * shape.in
  const depth = computedPixels(shape, pooled)
  const inside = `u32(row) < ${height}u && u32(column) < ${width}u`
  const gemm: ConvGemm = {
    label: `convWeightGradient ${convText(shape)}${pooled ? ' of pool' : ''} / ${splits} ${storage}`,
    directives: storageDirectives(storage),
    buffers: [
      { name: 'x', access: 'read', element: vector, count: batch * height * width * inQuads },
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
      { name: 'partials', access: 'readWrite', element: 'vec4f', count: splits * rows * outQuads },
    ],
    rows,
    columns: shape.out,
    depth,
    splits,
    operands: (ragged) => ({
      a: {
        along: 'outer',
        code: `${outputPixelFunction(shape, pooled)}
alias AOuter = vec3i; // Row and column of the tap less the padding, four of channels.
fn aOuter(quad: u32) -> AOuter {
  ${tapOf(kernel, inQuads)}
  return vec3i(vec3u(tapRow, tapColumn, four)) - vec3i(${padding}, ${padding}, 0);
}
alias ADepth = vec3i; // First pixel of the image, then the window's first row and column.
fn aDepth(i: u32) -> ADepth {
  let pixel = outputPixel(i);
  return vec3i(pixel.x * ${height * width}, pixel.yz * ${stride});
}
fn aLoad(outer: AOuter, depth: ADepth) -> vec4f {
  let row = outer.x + depth.y;
  let column = outer.y + depth.z;
  let value = ${loaded(storage, `x[u32((depth.x + row * ${width} + column) * ${inQuads} + outer.z)]`)};
  return ${
    ragged
      ? `select(vec4f(), value, ${inside} && depth.x < ${batch * height * width})`
      : padding > 0
        ? `select(vec4f(), value, ${inside})`
        : 'value'
  };
}
`,
      },
      b: {
        along: 'outer',
        code: `${pooled ? unpooledFunction(shape, storage) : ''}
alias BOuter = u32;
fn bOuter(quad: u32) -> BOuter { return quad; }
alias BDepth = u32;
fn bDepth(i: u32) -> BDepth { return i; }
fn bLoad(outer: BOuter, depth: BDepth) -> vec4f {
  let value = ${
    pooled
      ? 'unpooled(depth / 4u, depth % 4u, outer)'
      : loaded(storage, `dy[depth * ${outQuads}u + outer]`)
  };
  return ${ragged ? `select(vec4f(), value, depth < ${depth}u)` : 'value'};
}
`,
      },
    }),
    result: {
      kind: 'elements',
      code: `
fn store(split: u32, row: u32, quad: u32, value: vec4f) {
  partials[(split * ${rows}u + row) * ${outQuads}u + quad] = value;
}
`,
    },
    flops: convFlops(shape, pooled),
  }
  return emitConv(gemm, tile)
}
