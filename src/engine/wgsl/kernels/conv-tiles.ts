import type { StorageType } from '../kernel.ts'
import { computedPixels, type ConvPass, type ConvShape } from './conv-shape.ts'

/**
 * A tile held in registers by the lanes of one subgroup, without workgroup memory or barriers. Every lane owns
 * `quads` times four columns (or rows); the other side's numbers are loaded once, spread over the lanes, and broadcast.
 * With one lane nothing is broadcast and no subgroups are needed: each thread has a tile of its own.
 */
export interface RegisterTile {
  readonly kind: 'register'
  /** Needs subgroups of at least as many, but for 1. */
  readonly lanes: 1 | 4 | 8
  /** The side that is broadcast, and how many of its rows or columns a tile has. */
  readonly shared: 'rows' | 'columns'
  readonly count: number
  readonly quads: number
}

/**
 * A tile whose operands the workgroup shares through workgroup memory, a few depths at a time. Threads own whole fours
 * of rows and columns.
 */
export interface WorkgroupTile {
  readonly kind: 'workgroup'
  /** Multiples of 16. */
  readonly rows: number
  readonly columns: number
  /** Depths in workgroup memory at once; a multiple of 4. */
  readonly depth: number
  readonly threadRows: 4 | 8
  readonly threadColumns: 4 | 8
  /** Keeps operands that are stored in f16 so in workgroup memory too, rather than widen them once for all threads. */
  readonly halves: boolean
}

export type ConvTile = RegisterTile | WorkgroupTile

/** Threads of a workgroup. */
export const tileThreads = (tile: WorkgroupTile): number =>
  (tile.rows / tile.threadRows) * (tile.columns / tile.threadColumns)

/** What of a device decides which tiles it can run, and which it should try first. */
export interface TileProfile {
  readonly software: boolean
  /** The smallest subgroup that the device may run a shader with; 1 where it has no subgroups. */
  readonly subgroupLanes: number
}

/** Columns that a register tile shares where the product has more. */
const SHARED_COLUMNS = 16
/** Products of up to this many columns are one tile wide. */
const MAX_SHARED_COLUMNS = 32

/** What a tile is for. */
export interface TileTask {
  readonly pass: ConvPass
  readonly shape: ConvShape
  readonly storage: StorageType
}

const columnsOf = ({ shape, pass }: TileTask): number =>
  pass === 'inputGradient' ? shape.in : shape.out

/**
 * Tiles that can compute this pass, best guess for the device first. All give the same result within rounding.
 * The narrow one comes first on software adapters: within a tenth as fast on lavapipe as 32 shared rows, it compiles in
 * half the time.
 */
export function convTiles(task: TileTask, profile: TileProfile): ConvTile[] {
  if (!profile.software) return gpuTiles(task)
  const columns = columnsOf(task)
  const count = columns <= MAX_SHARED_COLUMNS ? columns : SHARED_COLUMNS
  const lanes = profile.subgroupLanes >= 8 ? 8 : profile.subgroupLanes >= 4 ? 4 : 1
  const narrow: ConvTile = { kind: 'register', lanes, shared: 'columns', count, quads: 1 }
  if (lanes === 1) return [narrow]
  return [narrow, { kind: 'register', lanes, shared: 'rows', count: 32, quads: 1 }]
}

/**
 * More reuse comes first, as long as there are enough tiles to fill a GPU: a large tile loads fewer numbers for each
 * multiplication, but takes registers and leaves few tiles of a small map. In f16, halves in workgroup memory take half
 * of its room and bandwidth, and a conversion for every use. The order is by reasoning, and was measured on no GPU yet;
 * `chooseTiles` measures.
 */
function gpuTiles(task: TileTask): WorkgroupTile[] {
  const { shape, pass, storage } = task
  const columns = columnsOf(task)
  const withHalves = (...tiles: WorkgroupTile[]) =>
    storage === 'f16' ? tiles.map((tile) => ({ ...tile, halves: true })) : []
  if (columns <= SLIM_TILE.columns) return [SLIM_TILE, SMALL_SLIM_TILE, ...withHalves(SLIM_TILE)]
  const rows =
    pass === 'weightGradient' ? shape.kernel ** 2 * shape.in : computedPixels(shape, false)
  // A weight gradient is split until there are enough.
  const large = pass === 'weightGradient' || (rows / 128) * (columns / 64) >= ENOUGH_TILES
  const two = large ? [LARGE_TILE, MEDIUM_TILE] : [MEDIUM_TILE, LARGE_TILE]
  const wide = columns > LARGE_TILE.columns
  return [
    ...two,
    SMALL_TILE,
    ...(wide ? [WIDE_TILE] : []),
    ...withHalves(LARGE_TILE, wide ? DEEP_TILE : MEDIUM_TILE),
  ]
}

const ENOUGH_TILES = 256

const workgroupTile = (
  rows: number,
  columns: number,
  depth: number,
  threadRows: 4 | 8,
  threadColumns: 4 | 8,
): WorkgroupTile => ({
  kind: 'workgroup',
  rows,
  columns,
  depth,
  threadRows,
  threadColumns,
  halves: false,
})

const WIDE_TILE = workgroupTile(128, 128, 8, 8, 8)
const LARGE_TILE = workgroupTile(128, 64, 16, 8, 8)
const MEDIUM_TILE = workgroupTile(64, 64, 16, 8, 4)
const SMALL_TILE = workgroupTile(64, 64, 16, 4, 4)
const SLIM_TILE = workgroupTile(128, 32, 16, 8, 4)
const SMALL_SLIM_TILE = workgroupTile(64, 32, 16, 4, 4)
/** Fits 16 KiB in halves only. */
const DEEP_TILE = workgroupTile(128, 128, 16, 8, 8)

/** Every workgroup tile there is, but for those that keep halves. */
export const WORKGROUP_TILES = [
  WIDE_TILE,
  LARGE_TILE,
  MEDIUM_TILE,
  SMALL_TILE,
  SLIM_TILE,
  SMALL_SLIM_TILE,
] as const

/** Every workgroup tile that keeps halves. */
export const HALF_TILES = [LARGE_TILE, DEEP_TILE, MEDIUM_TILE, SLIM_TILE].map((tile) => ({
  ...tile,
  halves: true,
}))

/** A tile in words, which tell tiles apart: rows, columns and depth, and how threads divide them. */
export function tileText(tile: ConvTile): string {
  const { rows, columns } = tileSides(tile)
  return tile.kind === 'register'
    ? `registers ${rows}x${columns}, ${tile.lanes} share ${tile.shared}`
    : `workgroup ${rows}x${columns}x${tile.depth}${tile.halves ? ' halves' : ''}, ${tile.threadRows}x${tile.threadColumns} a thread`
}

/** Rows and columns of the result that one tile computes. */
export function tileSides(tile: ConvTile): { readonly rows: number; readonly columns: number } {
  if (tile.kind === 'workgroup') return tile
  const owned = 4 * tile.quads * tile.lanes
  return tile.shared === 'rows'
    ? { rows: tile.count, columns: owned }
    : { rows: owned, columns: tile.count }
}

/** Tiles at work at once that keep a device busy. */
const BUSY_TILES = { software: 8, gpu: 1024 }
/** Output pixels below which a part is not worth its sum. */
const MIN_SPLIT_PIXELS = 256

/** Into how many parts to cut the weight gradient's sum over pixels. */
export function convSplits(
  shape: ConvShape,
  pooled: boolean,
  tile: ConvTile,
  { software }: TileProfile,
): number {
  const { rows, columns } = tileSides(tile)
  const tiles = Math.ceil((shape.kernel ** 2 * shape.in) / rows) * Math.ceil(shape.out / columns)
  const wanted = Math.ceil((software ? BUSY_TILES.software : BUSY_TILES.gpu) / tiles)
  return Math.max(1, Math.min(wanted, Math.floor(computedPixels(shape, pooled) / MIN_SPLIT_PIXELS)))
}
