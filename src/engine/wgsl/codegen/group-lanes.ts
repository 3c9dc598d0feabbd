/**
 * How one workgroup merges the tiles of every ghost group for one channel vector: `tiles` threads share a group's
 * tiles, and `groups` groups are processed at a time.
 */
export interface GroupLanes {
  readonly groups: number
  /** A power of two. */
  readonly tiles: number
  readonly threads: number
  /** Neighbouring threads whose results one of them merges first, if a group has many; 1 for none. */
  readonly joint: number
}

const MAX_THREADS = 256
/** Threads of a group whose results the first one merges alone. */
const MAX_JOINED = 32

/** With few groups, all threads share their tiles; otherwise one thread's serial sums would take most of the time. */
export function groupLanes(groups: number, tilesPerGroup: number): GroupLanes {
  const room = Math.max(MAX_JOINED, MAX_THREADS / powerOfTwoFrom(groups))
  const tiles = Math.min(powerOfTwoFrom(tilesPerGroup), room)
  const atOnce = Math.min(groups, MAX_THREADS / tiles)
  const joint = tiles > MAX_JOINED ? MAX_JOINED / 2 : 1
  return { groups: atOnce, tiles, threads: atOnce * tiles, joint }
}

const powerOfTwoFrom = (least: number): number => 2 ** Math.ceil(Math.log2(least))

/**
 * WGSL that merges the values of a group's threads in order: `join` merges the value of thread `other` into this
 * thread's, and `store` writes this thread's value to workgroup memory. Expects a first store and a barrier before it.
 * The thread with `tileLane` 0 ends with the result.
 */
export function joinTileLanes({ tiles, joint }: GroupLanes, join: string, store: string): string {
  const first =
    joint === 1
      ? ''
      : `if (tileLane % ${joint}u == 0u) {
      for (var other = local + 1u; other < local + ${joint}u; other++) { ${join} }
      ${store}
    }
    workgroupBarrier();
    `
  return `${first}if (tileLane == 0u) {
      for (var other = local + ${joint}u; other < local + ${tiles}u; other += ${joint}u) { ${join} }
    }`
}

/** WGSL: the thread's `tileLane` and `groupLane`, and the workgroup's channel vector `v`. */
export const groupLanesPrologue = ({ tiles }: GroupLanes): string => `
  let v = workgroup.x;
  let tileLane = local % ${tiles}u;
  let groupLane = local / ${tiles}u;`
