import type { StorageType } from '../../codegen/kernel.ts'
import {
  matrixTiles,
  matrixTileText,
  type MatrixTile,
  type MatrixUnits,
} from './matrix/conv-matrix-tiles.ts'
import { computedPixels, type ConvKind, type ConvShape } from './conv-shape.ts'
import type { ThreadedTile } from './threaded-tile.ts'

/**
 * A tile held in registers by the lanes of one subgroup, without workgroup memory or barriers. Every lane owns
 * `quads` times four columns (or rows); the other side's numbers are loaded once, spread over the lanes, and broadcast.
 * With one lane, nothing is broadcast and no subgroups are needed: each thread has its own tile.
 */
export interface RegisterTile {
  readonly kind: 'register'
  /** Needs subgroups of at least this size, unless it is 1. */
  readonly lanes: 1 | 4 | 8
  /** The side that is broadcast, and how many of its rows or columns a tile has. */
  readonly shared: 'rows' | 'columns'
  readonly count: number
  readonly quads: number
}

/**
 * A tile whose operands the workgroup shares through workgroup memory, a few depths at a time. Each thread owns blocks
 * of four rows and four columns.
 */
export interface WorkgroupTile extends ThreadedTile {
  readonly kind: 'workgroup'
  /** Multiples of 16. */
  readonly rows: number
  readonly columns: number
  /** Depths in workgroup memory at once; a multiple of 4. */
  readonly depth: number
  readonly threadRows: 4 | 8
  readonly threadColumns: 4 | 8
  /** Keeps f16 operands as f16 in workgroup memory instead of widening them once for all threads. */
  readonly f16Operands: boolean
  /**
   * Multiplies and adds in f16 over the `depth` of one step, then adds in f32. Needs `f16Operands`. GPUs do two f16
   * operations at once.
   */
  readonly f16Products: boolean
  /** The subgroup size to request; null leaves it to the driver. */
  readonly subgroup: number | null
  /**
   * Takes as few registers as possible, at the price of instructions and latency: loops aren't unrolled, and nothing is
   * loaded before it is needed.
   */
  readonly frugal: boolean
}

export type ConvTile = RegisterTile | WorkgroupTile | MatrixTile

/** The device properties that decide which tiles can run and which to try first. */
export interface TileProfile {
  readonly software: boolean
  /** The smallest subgroup that the device may run a shader with; 1 if it has no subgroups. */
  readonly subgroupLanes: number
  /** A subgroup size that can be requested but that drivers don't choose by themselves; null for none. */
  readonly otherSubgroup: number | null
  /** Intel GPUs have registers for small tiles only. */
  readonly intel: boolean
  /** Null unless the device has subgroup matrices and the user asked for them. */
  readonly matrices: MatrixUnits | null
}

/** Columns that a register tile shares if the product has more. */
const SHARED_COLUMNS = 16
/** Products of up to this many columns are one tile wide. */
const MAX_SHARED_COLUMNS = 32

/** What a tile is for. */
export interface TileTask {
  readonly kind: ConvKind
  readonly shape: ConvShape
  readonly storage: StorageType
}

const columnsOf = ({ shape, kind }: TileTask): number =>
  kind === 'inputGradient' ? shape.in : shape.out

/**
 * Tiles that can compute this task, best guess for the device first. All give the same result within rounding.
 * The narrow one comes first on software adapters: on lavapipe its speed is within a tenth of that of 32 shared rows,
 * and it compiles in half the time.
 */
export function convTiles(task: TileTask, profile: TileProfile): ConvTile[] {
  if (!profile.software) {
    const matrices = task.storage === 'f16' ? profile.matrices : null
    const threaded = profile.intel ? intelTiles(task, profile) : gpuTiles(task, profile)
    return [...threaded, ...(matrices ? matrixTiles(matrices) : [])]
  }
  const columns = columnsOf(task)
  const count = columns <= MAX_SHARED_COLUMNS ? columns : SHARED_COLUMNS
  const lanes = profile.subgroupLanes >= 8 ? 8 : profile.subgroupLanes >= 4 ? 4 : 1
  const narrow: ConvTile = { kind: 'register', lanes, shared: 'columns', count, quads: 1 }
  if (lanes === 1) return [narrow]
  return [narrow, { kind: 'register', lanes, shared: 'rows', count: 32, quads: 1 }]
}

/** The simplest tile for a driver: each thread has its own, without subgroups, workgroup memory or barriers. */
export const plainTile = (task: TileTask): ConvTile => ({
  kind: 'register',
  lanes: 1,
  shared: 'columns',
  count: Math.min(columnsOf(task), SHARED_COLUMNS),
  quads: 1,
})

/**
 * More reuse comes first, as long as there are enough tiles to fill a GPU: a large tile loads fewer numbers for each
 * multiplication, but takes registers and leaves few tiles of a small map. f16 operands take half the workgroup memory
 * and bandwidth, but a conversion for every use, unless products are f16 too. The order is estimated from compiler output, not measured on a GPU;
 * `chooseTiles` measures.
 */
function gpuTiles(task: TileTask, profile: TileProfile): WorkgroupTile[] {
  const { shape, kind, storage } = task
  const columns = columnsOf(task)
  const withF16 = (...tiles: WorkgroupTile[]) =>
    storage === 'f16' ? tiles.map((tile) => ({ ...tile, f16Operands: true })) : []
  if (columns <= SLIM_TILE.columns) {
    return [SLIM_TILE, SMALL_SLIM_TILE, PORTABLE_TILE, ...withF16(SLIM_TILE)]
  }
  const rows =
    kind === 'weightGradient' ? shape.kernel ** 2 * shape.in : computedPixels(shape, false)
  // A weight gradient is split until there are enough tiles; with one tap it has few rows.
  const large =
    kind === 'weightGradient'
      ? rows > MEDIUM_TILE.rows
      : (rows / 128) * (columns / 64) >= ENOUGH_TILES
  const two = large ? [LARGE_TILE, MEDIUM_TILE] : [MEDIUM_TILE, LARGE_TILE]
  const wide = columns > LARGE_TILE.columns
  return [
    ...two,
    SMALL_TILE,
    ...(wide ? [WIDE_TILE] : []),
    SHALLOW_TILE,
    PORTABLE_TILE,
    ...inOtherSubgroup([LARGE_TILE, SHALLOW_TILE], profile),
    ...withF16(LARGE_TILE, wide ? DEEP_TILE : MEDIUM_TILE),
    ...(storage === 'f16' ? [F16_PRODUCT_TILE] : []),
  ]
}

/**
 * Tiles for Intel's GPUs, whose threads have few registers: Mesa's compiler spills most of a tile of 8x8 per thread,
 * and most of any unrolled tile in subgroups of 16, which Dawn requests. In subgroups of 16, frugal tiles of 4x4 per
 * thread fit, and 8x4 in weight gradients. In subgroups of 8, where available, unrolled tiles of 4x4 and frugal ones
 * of 8x4 fit.
 */
function intelTiles(task: TileTask, profile: TileProfile): WorkgroupTile[] {
  const slim = columnsOf(task) <= SLIM_TILE.columns
  const small = slim ? SMALL_SLIM_TILE : SMALL_TILE
  const narrow = [small, PORTABLE_TILE, frugal(slim ? SLIM_TILE : MEDIUM_TILE)]
  return [
    ...inOtherSubgroup(narrow, profile),
    ...(task.kind === 'weightGradient' && !slim ? [frugal(SHALLOW_MEDIUM_TILE)] : []),
    frugal(small),
    frugal(PORTABLE_TILE),
  ]
}

const frugal = (tile: WorkgroupTile): WorkgroupTile => ({ ...tile, frugal: true })

const inOtherSubgroup = (
  tiles: readonly WorkgroupTile[],
  { otherSubgroup }: TileProfile,
): WorkgroupTile[] =>
  otherSubgroup === null ? [] : tiles.map((tile) => ({ ...tile, subgroup: otherSubgroup }))

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
  f16Operands: false,
  f16Products: false,
  subgroup: null,
  frugal: false,
})

const WIDE_TILE = workgroupTile(128, 128, 8, 8, 8)
export const LARGE_TILE = workgroupTile(128, 64, 16, 8, 8)
const MEDIUM_TILE = workgroupTile(64, 64, 16, 8, 4)
const SHALLOW_MEDIUM_TILE = workgroupTile(64, 64, 8, 8, 4)
const SMALL_TILE = workgroupTile(64, 64, 16, 4, 4)
const SLIM_TILE = workgroupTile(128, 32, 16, 8, 4)
const SMALL_SLIM_TILE = workgroupTile(64, 32, 16, 4, 4)
/** Half as deep as the large one: its loads stay in flight while it multiplies on GCN, which has few registers. */
const SHALLOW_TILE = workgroupTile(128, 64, 8, 8, 8)
/**
 * The best single size, on average over GPUs of four makers: it reaches 79% of the speed of each GPU's best size.
 * Source: llama.cpp, pull request 22241.
 */
export const PORTABLE_TILE = workgroupTile(32, 32, 8, 4, 4)
/** Fits into 16 KiB in f16 only. */
const DEEP_TILE = workgroupTile(128, 128, 16, 8, 8)

/**
 * f16 sums of 16 products: fewer cost more f32 additions, more lose digits. What that does to gradients was measured:
 * docs/decisions/engines/half-products.md.
 */
export const F16_PRODUCT_TILE: WorkgroupTile = {
  ...LARGE_TILE,
  f16Operands: true,
  f16Products: true,
}

/** All workgroup tiles with f32 operands. */
export const WORKGROUP_TILES = [
  WIDE_TILE,
  LARGE_TILE,
  MEDIUM_TILE,
  SMALL_TILE,
  SLIM_TILE,
  SMALL_SLIM_TILE,
  SHALLOW_TILE,
  PORTABLE_TILE,
  frugal(SMALL_TILE),
  frugal(SHALLOW_MEDIUM_TILE),
] as const

/** All workgroup tiles with f16 operands. */
export const F16_TILES = [LARGE_TILE, DEEP_TILE, MEDIUM_TILE, SLIM_TILE].map((tile) => ({
  ...tile,
  f16Operands: true,
}))

/**
 * A tile as text, unique per tile: rows, columns and depth, and how threads divide them. Stored as the tuner's choice.
 */
export function tileText(tile: ConvTile): string {
  const { rows, columns } = tileSides(tile)
  if (tile.kind === 'register') {
    return `registers ${rows}x${columns}, ${tile.lanes} share ${tile.shared}`
  }
  if (tile.kind === 'matrix') return matrixTileText(tile)
  const { depth, f16Operands, f16Products, threadRows, threadColumns, subgroup, frugal } = tile
  return [
    `workgroup ${rows}x${columns}x${depth}${f16Operands ? ' halves' : ''}`,
    `${threadRows}x${threadColumns} a thread`,
    ...(f16Products ? ['half products'] : []),
    ...(subgroup === null ? [] : [`subgroups of ${subgroup}`]),
    ...(frugal ? ['frugal'] : []),
  ].join(', ')
}

/** Rows and columns of the result that one tile computes. */
export function tileSides(tile: ConvTile): { readonly rows: number; readonly columns: number } {
  if (tile.kind !== 'register') return tile
  const owned = 4 * tile.quads * tile.lanes
  return tile.shared === 'rows'
    ? { rows: tile.count, columns: owned }
    : { rows: owned, columns: tile.count }
}

/** Concurrent tiles that keep a device busy. */
const BUSY_TILES = { software: 8, gpu: 1024 }
/** A part with fewer output pixels costs more to sum than it saves. */
const MIN_SPLIT_PIXELS = 256

/** The number of parts that the weight gradient's sum over pixels is split into. */
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
