import { range } from '../../../codegen/range.ts'
import type { MatrixTile } from './conv-matrix-tiles.ts'
import { PACKED_F16 } from '../workgroup/memory-type.ts'

/** Fours of f32 between rows of results in workgroup memory, with a gap against bank conflicts. */
const resultStride = ({ columns }: MatrixTile): number => columns / 4 + 1

/** Rows of results that are in workgroup memory at once: whole blocks of every subgroup, and fours of every thread. */
const rowsAtOnce = ({ rows, threadRows, units, subgroupsDown }: MatrixTile): number =>
  Math.max(subgroupsDown * units.block, (4 * rows) / threadRows)

/** Words of two f32 that they take. */
export const resultMemory = (tile: MatrixTile): number => 2 * rowsAtOnce(tile) * resultStride(tile)

/**
 * WGSL that passes the sums of blocks, `m<block row>_<block column>`, through the operands' memory `aTile` to the threads
 * that store them, as `c<row>_<four of columns>`.
 */
export function takeResults(tile: MatrixTile): string[] {
  const { block } = tile.units
  const stride = resultStride(tile)
  const atOnce = rowsAtOnce(tile)
  const blocks = atOnce / (tile.subgroupsDown * block)
  const down = tile.rows / tile.threadRows
  const fours = atOnce / (4 * down)
  const blockAt = (i: number, j: number) =>
    `(${i * tile.subgroupsDown}u + subgroupRow) * ${2 * block * stride}u + (${j * tile.subgroupsAcross}u + subgroupColumn) * ${block / 2}u`
  return range(tile.rows / atOnce).flatMap((round) => [
    'workgroupBarrier();',
    ...range(blocks).flatMap((i) =>
      range(tile.blocksAcross).map(
        (j) =>
          `subgroupMatrixStore<row_major>(&aTile, ${blockAt(i, j)}, m${round * blocks + i}_${j}, ${2 * stride}u);`,
      ),
    ),
    'workgroupBarrier();',
    ...range(fours).flatMap((four) =>
      range(4).map((e) => {
        const row = `(${four * down}u + threadRow) * 4u + ${e}u`
        const value = PACKED_F16.takeVec4f('aTile', `(${row}) * ${stride}u + threadColumn`)
        return `let c${4 * (round * fours + four) + e}_0 = ${value};`
      }),
    ),
  ])
}
