import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storageDirectives } from '../../codegen/storage.ts'
import { emitConv } from './conv-emit.ts'
import type { ConvGemm } from './conv-gemm.ts'
import { depthPixelFunction, outputPixelFunction, tapOf, unpooledFunction } from './conv-pixels.ts'
import { computedPixels, convFlops, convPadding, convText, type ConvShape } from './conv-shape.ts'
import { convTensors, outputGradientBuffers, patchLoad, selected } from './conv-tensors.ts'
import type { ConvTile } from './conv-tiles.ts'

export interface ConvWeightGradientOptions {
  /** Of the forward pass. */
  readonly shape: ConvShape
  readonly storage: StorageType
  readonly tile: ConvTile
  /** dy is the gradient of the pooled output, which `position` spreads over its windows. */
  readonly pooled: boolean
  /**
   * Parts of the batch's pixels that are summed separately (split-K), since the weights alone would occupy few threads.
   */
  readonly splits: number
}

/**
 * Gradient of a convolution's weights, by parts of the batch:
 * partials[s, ky, kx, ci, co] = sum over the output pixels of part s of
 * x[n, oy * stride + ky - pad, ox * stride + kx - pad, ci] * dy[n, oy, ox, co].
 * x [batch, height, width, in], dy [batch, outHeight, outWidth, out] or half of that, partials f32 [splits, kernel,
 * kernel, in, out], still multiplied by the loss scale of dy.
 * As a product: rows are taps and input channels, columns output channels, depth runs over output pixels.
 */
export function convWeightGradient(options: ConvWeightGradientOptions): Kernel {
  const { shape, storage, tile, pooled, splits } = options
  const { height, width, kernel, stride } = shape
  const inQuads = shape.in / 4
  const outQuads = shape.out / 4
  const { input } = convTensors(shape, storage, pooled)
  const padding = convPadding(shape)
  const rows = kernel ** 2 * shape.in
  const depth = computedPixels(shape, pooled)
  const gemm: ConvGemm = {
    label: `convWeightGradient ${convText(shape)}${pooled ? ' of pool' : ''} / ${splits} ${storage}`,
    directives: storageDirectives(storage),
    buffers: [
      { name: 'x', access: 'read', ...input },
      ...outputGradientBuffers(shape, storage, pooled),
      { name: 'partials', access: 'readWrite', element: 'vec4f', count: splits * rows * outQuads },
    ],
    rows,
    columns: shape.out,
    depth,
    splits,
    operands: ({ step, ragged, vector }) => ({
      a: {
        along: 'outer',
        code: `${outputPixelFunction(shape, pooled)}${depthPixelFunction(shape, pooled, step)}
alias AOuter = vec3i; // Index offset of the tap and channel vector, row and column of the tap minus padding.
fn aOuter(quad: u32) -> AOuter {
  ${tapOf(kernel, inQuads, 'quad')};
  let row = i32(tapRow) - ${padding};
  let column = i32(tapColumn) - ${padding};
  return vec3i((row * ${width} + column) * ${inQuads} + i32(four), row, column);
}
alias ADepth = vec3i; // The pixel under the first tap without padding: its index in x, row, column.
fn aDepth(start: u32, offset: u32) -> ADepth {
  let pixel = depthPixel(start, offset);
  let corner = pixel.yz * ${stride};
  return vec3i(((pixel.x * ${height} + corner.x) * ${width} + corner.y) * ${inQuads}, corner);
}
${patchLoad(shape, storage, vector, ragged ? `depth.x < ${input.count}` : null)}`,
      },
      b: {
        along: 'outer',
        code: `${pooled ? unpooledFunction(shape, storage, vector) : ''}
alias BOuter = u32;
fn bOuter(quad: u32) -> BOuter { return quad; }
alias BDepth = u32;
fn bDepth(start: u32, offset: u32) -> BDepth { return start + offset; }
fn bLoad(outer: BOuter, depth: BDepth) -> ${vector} {
  let value = ${
    pooled
      ? 'unpooled(depth / 4u, depth % 4u, outer)'
      : loaded(storage, `dy[depth * ${outQuads}u + outer]`, vector)
  };
  return ${selected(ragged ? [`depth < ${depth}u`] : [], vector)};
}
`,
      },
    }),
    result: {
      kind: 'elements',
      statistics: false,
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
