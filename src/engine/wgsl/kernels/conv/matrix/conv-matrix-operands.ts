import { range } from '../../../codegen/range.ts'
import type { Operand } from '../conv-gemm.ts'
import type { MatrixTile } from './conv-matrix-tiles.ts'
import { tileThreads } from '../threaded-tile.ts'

/**
 * Distance between rows, in groups of four f16 values: 16 bytes more than a row, so that neighbouring rows lie in
 * different banks.
 */
export const operandStride = (depth: number): number => depth / 4 + 2

/** WGSL that moves one side of a tile to workgroup memory. */
interface StagedOperand {
  /** In groups of four f16 values. */
  readonly vectors: number
  readonly prologue: readonly string[]
  /** Loads the thread's share for depths from `k` on. */
  readonly loads: (k: string) => string[]
  /** Writes what was loaded. */
  readonly writes: readonly string[]
}

/**
 * Workgroup memory holds the depths of each row (or column) of the tile in order. With this layout, AMD's compiler
 * loads blocks with the fewest instructions. If memory runs along the depth, four depths are one load. Otherwise a
 * thread loads four rows at each of four depths and transposes them. Neighbouring threads have neighbouring depths, to
 * avoid bank conflicts.
 */
export function stagedOperand(
  name: 'a' | 'b',
  operand: Operand,
  tile: MatrixTile,
  size: number,
  tileIndex: string,
): StagedOperand {
  const threads = tileThreads(tile)
  const planes = tile.depth / 4
  const stride = operandStride(tile.depth)
  const alongDepth = operand.along === 'depth'
  const width = alongDepth ? size : size / 4
  const shares = range((planes * width) / threads)
  // All of a thread's shares have one plane.
  const word = (s: number) => `local / ${planes}u + ${(s * threads) / planes}u`
  const depths = range(alongDepth ? 1 : 4)
  const loads = (k: string, declare: string) => [
    ...depths.map((q) =>
      alongDepth
        ? `let ${name}Depth0 = ${name}Depth(${k} / 4u, ${name}Plane);`
        : `let ${name}Depth${q} = ${name}Depth(${k}, ${name}Plane * 4u + ${q}u);`,
    ),
    ...shares.flatMap((s) =>
      depths.map(
        (q) => `${declare}${name}Next${s}_${q} = ${name}Load(${name}At${s}, ${name}Depth${q});`,
      ),
    ),
  ]
  const put = (row: string, value: string) =>
    `${name}Tile[(${row}) * ${stride}u + ${name}Plane] = bitcast<vec2u>(${value});`
  return {
    vectors: size * stride,
    prologue: [
      `let ${name}Plane = local % ${planes}u;`,
      ...shares.map(
        (s) => `let ${name}At${s} = ${name}Outer(${tileIndex} * ${width}u + ${word(s)});`,
      ),
      ...loads('start', 'var '),
    ],
    loads: (k) => loads(k, ''),
    writes: shares.flatMap((s) =>
      alongDepth
        ? [put(word(s), `${name}Next${s}_0`)]
        : range(4).map((e) =>
            put(
              `(${word(s)}) * 4u + ${e}u`,
              `vec4h(${depths.map((q) => `${name}Next${s}_${q}[${e}]`).join(', ')})`,
            ),
          ),
    ),
  }
}
