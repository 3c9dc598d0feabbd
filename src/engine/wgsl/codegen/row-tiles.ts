/**
 * How a reduction over pixels is divided: the rows of each ghost group into tiles, the channel vectors into chunks. A
 * workgroup processes one of each, with `lanes` threads across vectors and `rowLanes` down the rows.
 */
export interface RowTiles {
  readonly groups: number
  readonly rowsPerGroup: number
  readonly tilesPerGroup: number
  /** A multiple of `rowLanes`; the last tile of a group may have fewer. */
  readonly rowsPerTile: number
  readonly lanes: number
  readonly chunks: number
  /** A power of two. */
  readonly rowLanes: number
}

const THREADS = 256
const MAX_LANES = 32
const MAX_ROW_LANES = 64
/** Workgroups that keep a large GPU busy; below it tiles get shorter. */
const ENOUGH_WORKGROUPS = 512
const MAX_ROWS_PER_THREAD = 32
const MIN_ROWS_PER_THREAD = 8

const powerOfTwoUpTo = (limit: number): number => 2 ** Math.floor(Math.log2(limit))

/** Tiles for `groups` groups of `rowsPerGroup` rows of `vectors` channel vectors. */
export function rowTiles(groups: number, rowsPerGroup: number, vectors: number): RowTiles {
  const lanes = Math.min(vectors, MAX_LANES)
  const chunks = Math.ceil(vectors / lanes)
  const rowLanes = Math.min(powerOfTwoUpTo(THREADS / lanes), MAX_ROW_LANES)
  const wanted = Math.ceil(ENOUGH_WORKGROUPS / (groups * chunks))
  const rowsPerThread = Math.min(
    Math.max(Math.floor(rowsPerGroup / (wanted * rowLanes)), MIN_ROWS_PER_THREAD),
    MAX_ROWS_PER_THREAD,
  )
  const tiles = Math.ceil(rowsPerGroup / (rowsPerThread * rowLanes))
  const rowsPerTile = rowLanes * Math.ceil(rowsPerGroup / (tiles * rowLanes))
  const tilesPerGroup = Math.ceil(rowsPerGroup / rowsPerTile)
  return { groups, rowsPerGroup, tilesPerGroup, rowsPerTile, lanes, chunks, rowLanes }
}

/** Threads of a workgroup. */
export const rowTileThreads = ({ lanes, rowLanes }: RowTiles): number => lanes * rowLanes

/** Workgroups: tiles of a group, groups, chunks of vectors. */
export const tileWorkgroups = (tiles: RowTiles): [number, number, number] => [
  tiles.tilesPerGroup,
  tiles.groups,
  tiles.chunks,
]

/**
 * WGSL at the start of `main(group: workgroup_id, local: local_invocation_index)`: `lane` and `rowLane` of the thread,
 * its channel vector `v` (clamped to an existing one; see `present`), `tile` among all, and the rows `row` to `end` of
 * the group that the thread takes every `rowLanes`th of, counted within the group.
 */
export const tilePrologue = (tiles: RowTiles, vectors: number): string => `
  let lane = local % ${tiles.lanes}u;
  let rowLane = local / ${tiles.lanes}u;
  let present = group.z * ${tiles.lanes}u + lane < ${vectors}u;
  let v = min(group.z * ${tiles.lanes}u + lane, ${vectors - 1}u);
  let tile = group.y * ${tiles.tilesPerGroup}u + group.x;
  let end = min((group.x + 1u) * ${tiles.rowsPerTile}u, ${tiles.rowsPerGroup}u);
  var row = group.x * ${tiles.rowsPerTile}u + rowLane;`

/**
 * WGSL that folds what the threads of one vector hold in workgroup arrays into row lane 0, in their order; `fold` is
 * the statement that folds element `other` in. One barrier and a loop: a tree of barriers is no faster for so few
 * lanes, and takes software adapters a second to compile.
 */
export const foldRowLanes = (tiles: RowTiles, fold: string): string => `
  workgroupBarrier();
  if (rowLane == 0u) {
    for (var other = local + ${tiles.lanes}u; other < ${rowTileThreads(tiles)}u; other += ${tiles.lanes}u) {
      ${fold}
    }
  }`
