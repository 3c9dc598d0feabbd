/**
 * How one workgroup joins the tiles of every ghost group for one channel vector: `tiles` threads share a group's tiles,
 * `groups` groups are taken at a time.
 */
export interface GroupLanes {
  readonly groups: number
  /** A power of two. */
  readonly tiles: number
  readonly threads: number
}

const MAX_THREADS = 256
const MAX_TILE_LANES = 32

export function groupLanes(groups: number, tilesPerGroup: number): GroupLanes {
  const tiles = Math.min(2 ** Math.ceil(Math.log2(tilesPerGroup)), MAX_TILE_LANES)
  const atOnce = Math.min(groups, MAX_THREADS / tiles)
  return { groups: atOnce, tiles, threads: atOnce * tiles }
}

/** WGSL: the thread's `tileLane` and `groupLane`, and the workgroup's channel vector `v`. */
export const groupLanesPrologue = ({ tiles }: GroupLanes): string => `
  let v = workgroup.x;
  let tileLane = local % ${tiles}u;
  let groupLane = local / ${tiles}u;`
