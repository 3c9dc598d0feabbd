import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { loaded, storedVector } from '../../codegen/storage.ts'
import { MOMENTS } from './chan.ts'
import { rowTiles, type RowTiles } from '../../codegen/row-tiles.ts'
import {
  rowCount,
  shapeText,
  tensorVectors,
  vectorCount,
  type TensorShape,
} from '../../codegen/tensor-shape.ts'
import { tileReduction } from '../../codegen/tile-reduction.ts'

export interface NormStatisticsOptions {
  readonly shape: TensorShape
  readonly storage: StorageType
  /** Ghost groups of consecutive images, all of one size. */
  readonly groups: number
}

/** Rows whose values a thread holds at once. */
const ROWS_AT_ONCE = 8

const tilesOf = ({ shape, groups }: NormStatisticsOptions): RowTiles =>
  rowTiles(groups, rowCount(shape) / groups, vectorCount(shape))

/** Tiles a ghost group is cut into. */
export const normStatisticsTiles = (options: NormStatisticsOptions): number =>
  tilesOf(options).tilesPerGroup

/**
 * Statistics of each tile of rows, by channel, of the values as stored:
 * statistics[tile] = (count, mean, M2), M2 = sum (x - mean)^2.
 * x [batch, height, width, channels], statistics f32 [groups * tiles a group][3][channels].
 * Values are taken relative to the tile's first row, and eight rows at a time centred on their own mean, so that no
 * precision is lost if the mean is far from 0.
 */
export function normStatistics(options: NormStatisticsOptions): Kernel {
  const { shape, storage, groups } = options
  const tiles = tilesOf(options)
  const vectors = vectorCount(shape)
  const each = Array.from({ length: ROWS_AT_ONCE }, (_, i) => i)
  const value = (row: string) => loaded(storage, `x[(firstRow + ${row}) * ${vectors}u + v]`)
  const load = (i: number) => `
    let row${i} = row + ${i * tiles.rowLanes}u;
    let weight${i} = select(0.0, 1.0, row${i} < end);
    let x${i} = ${value(`min(row${i}, end - 1u)`)} - shift;`
  const centre = (i: number) => `
    let d${i} = (x${i} - mean) * weight${i};`
  const statistics = groups * tiles.tilesPerGroup * 3 * vectors
  return tileReduction({
    label: `normStatistics ${shapeText(shape)} / ${groups} ${storage}`,
    storage,
    tiles,
    vectors,
    buffers: [
      { name: 'x', access: 'read', element: storedVector(storage), count: tensorVectors(shape) },
      { name: 'statistics', access: 'readWrite', element: 'vec4f', count: statistics },
    ],
    declarations: MOMENTS,
    body: `  let firstRow = group.y * ${tiles.rowsPerGroup}u;
  let shift = ${value(`group.x * ${tiles.rowsPerTile}u`)};
  var moments = Moments();
  for (; row < end; row += ${ROWS_AT_ONCE * tiles.rowLanes}u) {${each.map(load).join('')}
    let count = ${each.map((i) => `weight${i}`).join(' + ')};
    let mean = (${each.map((i) => `x${i} * weight${i}`).join(' + ')}) / count;${each.map(centre).join('')}
    moments = merged(moments, Moments(count, mean, ${each.map((i) => `d${i} * d${i}`).join(' + ')}));
  }`,
    found: [
      { array: 'counts', type: 'f32', value: 'moments.count' },
      { array: 'means', type: 'vec4f', value: 'moments.mean' },
      { array: 'squares', type: 'vec4f', value: 'moments.m2' },
    ],
    fold: 'moments = merged(moments, Moments(counts[other], means[other], squares[other]));',
    store: `    let at = tile * ${3 * vectors}u + v;
    statistics[at] = vec4f(moments.count);
    statistics[at + ${vectors}u] = moments.mean + shift;
    statistics[at + ${2 * vectors}u] = moments.m2;`,
  })
}
