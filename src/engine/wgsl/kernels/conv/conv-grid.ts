import { splitDepth, type ConvGemm } from './conv-gemm.ts'

/** Workgroups per dimension that every device has. */
const MAX_WORKGROUPS = 65_535

/** How a product is cut into tiles. Neighbouring tiles share rows, which are the larger operand. */
export interface TileGrid {
  readonly rowTiles: number
  readonly columnTiles: number
  readonly tiles: number
}

export function tileGrid(gemm: ConvGemm, rows: number, columns: number): TileGrid {
  const rowTiles = Math.ceil(gemm.rows / rows)
  const columnTiles = Math.ceil(gemm.columns / columns)
  return { rowTiles, columnTiles, tiles: rowTiles * columnTiles * gemm.splits }
}

/** A dispatch of at least `count` workgroups, in two dimensions if one isn't enough. */
export function foldedWorkgroups(count: number): readonly [number, number, number] {
  const height = Math.ceil(count / MAX_WORKGROUPS)
  return [Math.ceil(count / height), height, 1]
}

/**
 * WGSL that turns `tile` into `rowTile`, `columnTile`, `split`, and the `start` of its depth, and returns if there is
 * no such tile.
 */
export function locateTile(
  gemm: ConvGemm,
  { rowTiles, columnTiles, tiles }: TileGrid,
  step: number,
): string {
  return `  if (tile >= ${tiles}u) { return; }
  let columnTile = tile % ${columnTiles}u;
  let rowTile = tile / ${columnTiles}u % ${rowTiles}u;
  let split = tile / ${rowTiles * columnTiles}u;
  let start = split * ${splitDepth(gemm, step)}u;
`
}
