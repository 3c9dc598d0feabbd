/** How a workgroup's threads divide a tile: each owns blocks of four rows and four columns. */
export interface ThreadedTile {
  readonly rows: number
  readonly columns: number
  readonly threadRows: number
  readonly threadColumns: number
}

/** Threads of a workgroup. */
export const tileThreads = (tile: ThreadedTile): number =>
  (tile.rows / tile.threadRows) * (tile.columns / tile.threadColumns)
