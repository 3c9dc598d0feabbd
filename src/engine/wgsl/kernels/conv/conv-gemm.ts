import type { BufferDeclaration } from '../../codegen/storage.ts'

/**
 * One of the two matrices of a product, as WGSL functions that read it from NHWC activations or HWIO weights, four
 * neighbours in memory at a time. The functions start with the matrix's name, `a` or `b`:
 *
 *   aOuter(i: u32) -> AOuter    what a row index of A (a column index of B) means, worked out once a thread
 *   aDepth(start: u32, offset: u32) -> ADepth    what the depth index start + offset means: `start` is the first of a
 *     tile's step and the same for all its threads, so what follows from it alone is worked out once for all of them
 *   aLoad(outer: AOuter, depth: ADepth) -> vec4f, or vec4h; see `Tiling`
 *
 * `along` says which index the four numbers of a load run along; that index counts fours, the other one counts ones.
 * Past the end in depth a load gives zeros; past the end outside it gives anything that is never stored.
 */
export interface Operand {
  readonly along: 'outer' | 'depth'
  readonly code: string
}

/**
 * One direction of a convolution as a matrix product C[row][column] = sum over depth of A[row][depth] *
 * B[depth][column], whose matrices are never built (implicit GEMM). Every tile emitter handles any of the three
 * directions in this form. Source of the idea: Chetlur et al., "cuDNN: Efficient Primitives for Deep Learning", 2014.
 */
export interface ConvGemm {
  readonly label: string
  readonly directives: string
  readonly buffers: readonly BufferDeclaration[]
  readonly rows: number
  /** A multiple of 4, as is `depth` if an operand runs along it. */
  readonly columns: number
  readonly depth: number
  /** Parts the depth is split into, each with its own result. */
  readonly splits: number
  /** For tiles that process `step` depths at once and, if `ragged`, may reach past the end of the depth. */
  readonly operands: (tiling: Tiling) => { readonly a: Operand; readonly b: Operand }
  readonly result: Result
  readonly flops: number
}

export interface Tiling {
  /** A multiple of 4. */
  readonly step: number
  readonly ragged: boolean
  /** What loads return. vec4h, for operands stored in f16, avoids conversions to f32 and back. */
  readonly vector: 'vec4f' | 'vec4h'
}

/**
 * How the result is stored, as WGSL functions. Columns are counted in fours; no function is called past the last row or
 * column.
 */
export interface Result {
  /**
   * `elements`: `fn store(split: u32, row: u32, quad: u32, value: vec4f)`. `windows`: rows 4i to 4i + 3 are a pooling
   * window. `fn storeWindow(window: u32, quad: u32, v0, v1, v2, v3: vec4f) -> u32` stores the largest and returns its
   * position, 2 bits per channel; `fn storePositions(window: u32, word: u32, bits: u32)` stores those of four
   * neighbouring quads.
   */
  readonly kind: 'elements' | 'windows'
  readonly code: string
  /**
   * Whether to compute statistics per column over the rows of each tile (under a pool, over the window maxima), from
   * values that `fn asStored(value: vec4f) -> vec4f` gives. They are stored by
   * `fn storeStatistics(rowTile: u32, quad: u32, count: f32, mean: vec4f, m2: vec4f)`.
   */
  readonly statistics: boolean
}

/** Depth of one split: a multiple of the tile's step. */
export const splitDepth = ({ depth, splits }: ConvGemm, step: number): number =>
  Math.ceil(depth / splits / step) * step

/** How tiles with this step iterate over the depth. */
export const depthTiling = (
  gemm: ConvGemm,
  step: number,
  vector: Tiling['vector'] = 'vec4f',
): Tiling => ({
  step,
  ragged: splitDepth(gemm, step) * gemm.splits !== gemm.depth,
  vector,
})
