import type { StorageType } from '../../codegen/kernel.ts'
import { storedRounding, type BufferDeclaration } from '../../codegen/storage.ts'
import { computedPixels, type ConvShape } from './conv-shape.ts'
import { tileSides, type ConvTile } from './conv-tiles.ts'

/** Tiles with fewer pixels aren't worth statistics: there would be nearly as many statistics as values. */
const MIN_PIXELS = 16

/**
 * Tiles per ghost group if a convolution computes the batch-norm statistics of its own (perhaps pooled) output; null if
 * its tiles would straddle groups, or are so small that a separate pass is faster.
 */
export function convStatisticsTiles(
  shape: ConvShape,
  pool: boolean,
  tile: ConvTile,
  groups: number,
): number | null {
  const { rows } = tileSides(tile)
  const rowsPerGroup = computedPixels(shape, pool) / groups
  if (rows / (pool ? 4 : 1) < MIN_PIXELS) return null
  if (groups > 1 && rowsPerGroup % rows !== 0) return null
  return Math.ceil(rowsPerGroup / rows)
}

/** Count, mean and M2 of every tile's pixels, as `normStatistics` writes them: f32 [row tiles][3][channels]. */
export function statisticsBuffer(
  shape: ConvShape,
  pool: boolean,
  tile: ConvTile,
): BufferDeclaration {
  const tiles = Math.ceil(computedPixels(shape, pool) / tileSides(tile).rows)
  const count = (tiles * 3 * shape.out) / 4
  return { name: 'statistics', access: 'readWrite', element: 'vec4f', count }
}

/** WGSL `asStored` and `storeStatistics`; see `Result`. */
export const statisticsFunctions = (
  shape: ConvShape,
  storage: StorageType,
): string => `${storedRounding(storage)}fn storeStatistics(tile: u32, quad: u32, count: f32, mean: vec4f, m2: vec4f) {
  let at = tile * ${(3 * shape.out) / 4}u + quad;
  statistics[at] = vec4f(count);
  statistics[at + ${shape.out / 4}u] = mean;
  statistics[at + ${shape.out / 2}u] = m2;
}
`

/** WGSL: a value if a condition holds, else zeros. */
export const present = (value: string, condition: string | null): string =>
  condition === null ? value : `select(vec4f(), ${value}, ${condition})`

/** WGSL: the largest of one value or of four. */
export const largest = (values: readonly string[]): string =>
  values.length === 1
    ? values[0]
    : `max(max(${values[0]}, ${values[1]}), max(${values[2]}, ${values[3]}))`

/** WGSL expressions of values, each with the condition under which it is valid; null for always. */
export interface Point {
  readonly value: string
  readonly present: string | null
}

/** WGSL: the sum of the points' distances to `from`. */
export const sumOfDistances = (points: readonly Point[], from: string): string =>
  points.map((point) => present(`(${point.value} - ${from})`, point.present)).join(' + ')

/** WGSL: the sum of their squares, through variables `NAMEi` declared in `lines`. */
export function sumOfSquares(
  points: readonly Point[],
  from: string,
  name: string,
): { readonly lines: string[]; readonly sum: string } {
  return {
    lines: points.map(
      (point, i) => `let ${name}${i} = ${present(`${point.value} - ${from}`, point.present)};`,
    ),
    sum: points.map((_, i) => `${name}${i} * ${name}${i}`).join(' + '),
  }
}
