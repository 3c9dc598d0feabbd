import type { ConvGemm } from '../conv-gemm.ts'
import { largest, present, sumOfDistances, sumOfSquares, type Point } from '../conv-statistics.ts'
import { tileThreads, type ThreadedTile } from '../threaded-tile.ts'
import type { MemoryType } from './memory-type.ts'
import { ROLLED_START } from './rolled-loop.ts'
import { range } from '../../../codegen/range.ts'

/**
 * WGSL that passes a workgroup's sums, in variables `c<row>_<four of columns>` of each thread, to the result's functions.
 */
export function storeWorkgroup(gemm: ConvGemm, tile: ThreadedTile, reused: ReusedMemory): string[] {
  return [
    ...(gemm.result.kind === 'windows' ? storeWindows(gemm, tile) : storeElements(gemm, tile)),
    ...(gemm.result.statistics ? storeStatistics(gemm, tile, reused) : []),
  ]
}

/** The operands' arrays `aTile` and `bTile`, which statistics reuse: how many vec4f each holds, and how to access them. */
export interface ReusedMemory {
  readonly vectors: number
  readonly type: MemoryType
  /** Whether compilers must not unroll the loops over it: they would load everything at once. */
  readonly rolled: boolean
}

/** Words of workgroup memory, `positions`, that collect the positions of pooled values. */
export const positionMemory = (tile: ThreadedTile): number => (tile.rows / 4) * (tile.columns / 4)

/** Distance between a thread's blocks of four rows, or columns, in blocks. */
const spread = (size: number, perThread: number): number => size / perThread

/** The thread's i-th four of rows and j-th four of columns, counted in the tile. */
const rowFour = (tile: ThreadedTile, i: number) =>
  `${i * spread(tile.rows, tile.threadRows)}u + threadRow`
const columnFour = (tile: ThreadedTile, j: number) =>
  `${j * spread(tile.columns, tile.threadColumns)}u + threadColumn`

const storeElements = (gemm: ConvGemm, tile: ThreadedTile): string[] =>
  range(tile.threadColumns / 4).flatMap((j) => [
    `let quad${j} = columnTile * ${tile.columns / 4}u + ${columnFour(tile, j)};`,
    `if (quad${j} < ${gemm.columns / 4}u) {`,
    ...range(tile.threadRows).map((i) => {
      const row = `rowTile * ${tile.rows}u + (${rowFour(tile, i >> 2)}) * 4u + ${i % 4}u`
      return `if (${row} < ${gemm.rows}u) { store(split, ${row}, quad${j}, c${i}_${j}); }`
    }),
    '}',
  ])

/**
 * Every thread pools its windows; the positions of four channel vectors are packed into words through workgroup memory.
 */
function storeWindows(gemm: ConvGemm, tile: ThreadedTile): string[] {
  const quads = tile.columns / 4
  const windows = tile.rows / 4
  const words = positionMemory(tile) / 4
  const wordsOfRow = Math.ceil(gemm.columns / 16)
  const pool = range(tile.threadRows / 4).flatMap((i) =>
    range(tile.threadColumns / 4).map((j) => {
      const values = range(4)
        .map((e) => `c${4 * i + e}_${j}`)
        .join(', ')
      return `{
  let window = rowTile * ${windows}u + ${rowFour(tile, i)};
  let quad = columnTile * ${quads}u + ${columnFour(tile, j)};
  var bits = 0u;
  if (window < ${gemm.rows / 4}u && quad < ${gemm.columns / 4}u) {
    bits = storeWindow(window, quad, ${values});
  }
  positions[(${rowFour(tile, i)}) * ${quads}u + ${columnFour(tile, j)}] = bits;
}`
    }),
  )
  return [
    ...pool,
    'workgroupBarrier();',
    `for (var i = local; i < ${words}u; i += ${tileThreads(tile)}u) {
  let window = rowTile * ${windows}u + i / ${quads / 4}u;
  let word = columnTile * ${quads / 4}u + i % ${quads / 4}u;
  if (window < ${gemm.rows / 4}u && word < ${wordsOfRow}u) {
    let p = i * 4u;
    storePositions(window, word,
      positions[p] | (positions[p + 1u] << 8u) | (positions[p + 2u] << 16u) | (positions[p + 3u] << 24u));
  }
}`,
  ]
}

/**
 * Every thread computes statistics of its rows. One thread per four columns merges them in thread order, relative
 * to the first one's mean, which preserves precision.
 */
function storeStatistics(gemm: ConvGemm, tile: ThreadedTile, reused: ReusedMemory): string[] {
  const perPoint = gemm.result.kind === 'windows' ? 4 : 1
  const partial = gemm.rows % tile.rows !== 0
  const end = gemm.rows / perPoint
  const down = tile.rows / tile.threadRows
  const across = tile.columns / tile.threadColumns
  const pointsOfThread = tile.threadRows / perPoint
  const quadsOfThread = tile.threadColumns / 4
  const pointAt = (i: number) =>
    perPoint === 4
      ? `rowTile * ${tile.rows / 4}u + ${rowFour(tile, i)}`
      : `rowTile * ${tile.rows}u + (${rowFour(tile, i >> 2)}) * 4u + ${i % 4}u`
  const condition = (i: number) => (partial ? `${pointAt(i)} < ${end}u` : null)
  const describe = (j: number): string[] => {
    const values = range(pointsOfThread).map((i) =>
      largest(range(perPoint).map((e) => `c${perPoint * i + e}_${j}`)),
    )
    const points = values.map((_, i): Point => ({ value: `p${j}_${i}`, present: condition(i) }))
    const squares = sumOfSquares(points, `mean${j}`, `d${j}_`)
    return [
      ...values.map((value, i) => `let p${j}_${i} = asStored(${value});`),
      `let mean${j} = ${present(`p${j}_0 + (${sumOfDistances(points, `p${j}_0`)}) / max(count, 1)`, points[0].present)};`,
      ...squares.lines,
      `let square${j} = ${squares.sum};`,
    ]
  }
  const count = partial
    ? range(pointsOfThread)
        .map((i) => `select(0.0, 1.0, ${pointAt(i)} < ${end}u)`)
        .join(' + ')
    : `${pointsOfThread}.0`
  const atOnce = Math.max(1, Math.min(quadsOfThread, Math.floor(reused.vectors / (down * across))))
  const rounds = range(Math.ceil(quadsOfThread / atOnce)).map((round) => {
    const quads = range(quadsOfThread).slice(round * atOnce, (round + 1) * atOnce)
    return joinRound(gemm, tile, reused, quads)
  })
  return [
    `let count = ${count};`,
    ...range(quadsOfThread).flatMap(describe),
    ...(partial ? ['counts[threadRow] = count;'] : []),
    ...rounds.flat(),
  ]
}

/** Merges the threads' means and squares of these columns. */
function joinRound(
  gemm: ConvGemm,
  tile: ThreadedTile,
  { rolled, type: { putVec4f, takeVec4f } }: ReusedMemory,
  quads: readonly number[],
): string[] {
  const partial = gemm.rows % tile.rows !== 0
  const down = tile.rows / tile.threadRows
  const across = tile.columns / tile.threadColumns
  const perPoint = gemm.result.kind === 'windows' ? 4 : 1
  const at = (i: number) => `(threadRow * ${quads.length}u + ${i}u) * ${across}u + threadColumn`
  const ofRow = `row * ${quads.length * across}u + local`
  const start = rolled ? ROLLED_START : '0u'
  const countOf = partial ? 'counts[row]' : `${tile.threadRows / perPoint}.0`
  return [
    'workgroupBarrier();',
    ...quads.flatMap((j, i) => [
      putVec4f('aTile', at(i), `mean${j}`),
      putVec4f('bTile', at(i), `square${j}`),
    ]),
    'workgroupBarrier();',
    `if (local < ${quads.length * across}u) {
  let quad = columnTile * ${tile.columns / 4}u + (local / ${across}u + ${quads[0]}u) * ${across}u + local % ${across}u;
  let first = ${takeVec4f('aTile', 'local')};
  var total = 0.0;
  var sum = vec4f();
  for (var row = ${start}; row < ${down}u; row++) {
    let there = ${countOf};
    total += there;
    sum += there * (${takeVec4f('aTile', ofRow)} - first);
  }
  let mean = first + sum / total;
  var m2 = vec4f();
  for (var row = ${start}; row < ${down}u; row++) {
    let away = ${takeVec4f('aTile', ofRow)} - mean;
    m2 += ${takeVec4f('bTile', ofRow)} + ${countOf} * away * away;
  }
  if (quad < ${gemm.columns / 4}u) { storeStatistics(rowTile, quad, total, mean, m2); }
}`,
  ]
}
