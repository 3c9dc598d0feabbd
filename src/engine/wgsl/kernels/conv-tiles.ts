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

const columnsOf = (shape: ConvShape, pass: ConvPass): number =>
  pass === 'inputGradient' ? shape.in : shape.out

/**
 * Tiles that can compute this pass, best guess for the device first. All give the same result within rounding.
 * The narrow one comes first on software adapters: within a tenth as fast on lavapipe as 32 shared rows, it compiles in
 * half the time.
 */
export function convTiles(shape: ConvShape, pass: ConvPass, profile: TileProfile): ConvTile[] {
  if (!profile.software) return gpuTiles(shape, pass)
  const columns = columnsOf(shape, pass)
  const count = columns <= MAX_SHARED_COLUMNS ? columns : SHARED_COLUMNS
  const lanes = profile.subgroupLanes >= 8 ? 8 : profile.subgroupLanes >= 4 ? 4 : 1
  const narrow: ConvTile = { kind: 'register', lanes, shared: 'columns', count, quads: 1 }
  if (lanes === 1) return [narrow]
  return [narrow, { kind: 'register', lanes, shared: 'rows', count: 32, quads: 1 }]
}

/**
 * The most reuse that 16 KiB and 256 threads allow comes first, unless it leaves too few tiles to fill a GPU. Chosen by
 * reasoning, on no GPU yet: both are candidates for tuning.
 */
function gpuTiles(shape: ConvShape, pass: ConvPass): WorkgroupTile[] {
  const columns = columnsOf(shape, pass)
  const rows =
    pass === 'weightGradient' ? shape.kernel ** 2 * shape.in : computedPixels(shape, false)
  const large = (rows / 128) * (columns / 64) >= ENOUGH_TILES || pass === 'weightGradient'
  if (columns <= 32) return [SLIM_TILE, SMALL_TILE]
  return large ? [LARGE_TILE, SMALL_TILE] : [SMALL_TILE, LARGE_TILE]
}

const ENOUGH_TILES = 256
const LARGE_TILE: WorkgroupTile = {
  kind: 'workgroup',
  rows: 128,
  columns: 64,
  depth: 16,
  threadRows: 8,
  threadColumns: 8,
}
const SMALL_TILE: WorkgroupTile = {
  kind: 'workgroup',
  rows: 64,
  columns: 64,
  depth: 16,
  threadRows: 4,
  threadColumns: 4,
}
const SLIM_TILE: WorkgroupTile = {
  kind: 'workgroup',
  rows: 128,
  columns: 32,
  depth: 16,
  threadRows: 8,
  threadColumns: 4,
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
const BUSY_TILES = { software: 8, gpu: 512 }
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
