import { tileThreads, type ThreadedTile } from '../threaded-tile.ts'

/** A device's subgroup matrices: square blocks, operands in f16, sums in f32. */
export interface MatrixUnits {
  /** Rows, columns and depth of a block. */
  readonly block: 8 | 16
  /** Lanes of a subgroup that multiplies blocks. */
  readonly lanes: number
  /** Whether drivers choose that many lanes only on request. */
  readonly requested: boolean
}

/**
 * A tile whose subgroups multiply matrices: each holds the sums of `blocksDown` x `blocksAcross` blocks, and reads the
 * blocks' operands from workgroup memory, which holds `depth` of them at once.
 */
export interface MatrixTile extends ThreadedTile {
  readonly kind: 'matrix'
  readonly units: MatrixUnits
  readonly depth: number
  readonly subgroupsDown: number
  readonly subgroupsAcross: number
  readonly blocksDown: number
  readonly blocksAcross: number
}

/** Workgroup memory that the tiles below may take. */
export const MATRIX_TILE_BYTES = 32_768

const DEPTH = 32

function matrixTile(
  units: MatrixUnits,
  [subgroupsDown, subgroupsAcross]: readonly [number, number],
  [blocksDown, blocksAcross]: readonly [number, number],
): MatrixTile {
  const rows = subgroupsDown * blocksDown * units.block
  const columns = subgroupsAcross * blocksAcross * units.block
  const threads = subgroupsDown * subgroupsAcross * units.lanes
  return {
    kind: 'matrix',
    units,
    rows,
    columns,
    depth: DEPTH,
    // Each thread stores groups of four results, all in the same four columns.
    threadRows: (rows * columns) / threads / 4,
    threadColumns: 4,
    subgroupsDown,
    subgroupsAcross,
    blocksDown,
    blocksAcross,
  }
}

/** The tiles whose work divides evenly among the threads, those with more reuse first. */
export const matrixTiles = (units: MatrixUnits): MatrixTile[] =>
  [
    matrixTile(units, [2, 1], [4, 4]),
    matrixTile(units, [2, 1], [2, 4]),
    matrixTile(units, [2, 1], [2, 2]),
  ].filter(isShared)

/**
 * Whether all threads load equally many blocks of 4x4 numbers of each side, and store equally many blocks of results.
 */
function isShared(tile: MatrixTile): boolean {
  const { rows, columns, depth, threadRows } = tile
  const threads = tileThreads(tile)
  return [(rows * depth) / threads, (columns * depth) / threads, 4 * threadRows].every(
    (share) => share % 16 === 0,
  )
}

export const matrixTileText = (tile: MatrixTile): string => {
  const { rows, columns, depth, blocksDown, blocksAcross, units } = tile
  return `matrices ${rows}x${columns}x${depth}, ${blocksDown}x${blocksAcross} of ${units.block} a subgroup of ${units.lanes}`
}
