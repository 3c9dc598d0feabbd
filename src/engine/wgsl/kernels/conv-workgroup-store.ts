import type { ConvGemm } from './conv-gemm.ts'
import { largest, present, sumOfDistances, sumOfSquares, type Point } from './conv-statistics.ts'
import { tileThreads, type WorkgroupTile } from './conv-tiles.ts'
import { range } from './range.ts'

/**
 * WGSL that hands a workgroup tile's sums to the result's functions. `memory` is how many vec4f the arrays `aTile` and
 * `bTile` can hold each, which serve again here.
 */
export function storeWorkgroup(gemm: ConvGemm, tile: WorkgroupTile, memory: number): string[] {
  return [
    ...(gemm.result.kind === 'windows' ? storeWindows(gemm, tile) : storeElements(gemm, tile)),
    ...(gemm.result.statistics ? storeStatistics(gemm, tile, memory) : []),
  ]
}

/** How four numbers lie in workgroup memory: the operands of a product, and four of f32. */
export interface MemoryType {
  readonly type: 'vec4f' | 'vec2u'
  readonly bytes: number
  /** WGSL: an operand, given as vec4f, as it lies there, and back. */
  readonly put: (value: string) => string
  readonly take: (stored: string) => string
  /** How many of them hold a vec4f. */
  readonly perVec4f: 1 | 2
}

/** Halves lie there as bits, so that the same memory can hold f32 when operands are done with. */
export const memoryType = ({ halves }: WorkgroupTile): MemoryType =>
  halves
    ? {
        type: 'vec2u',
        bytes: 8,
        put: (value) => `bitcast<vec2u>(vec4h(${value}))`,
        take: (stored) => `vec4f(bitcast<vec4h>(${stored}))`,
        perVec4f: 2,
      }
    : {
        type: 'vec4f',
        bytes: 16,
        put: (value) => value,
        take: (stored) => stored,
        perVec4f: 1,
      }

/** WGSL: the statement that puts a vec4f in place `at` of one of the tile's arrays, and the expression that reads it. */
const putVec4f = ({ halves }: WorkgroupTile, array: string, at: string, value: string) =>
  halves
    ? `${array}[2u * (${at})] = bitcast<vec2u>(${value}.xy); ${array}[2u * (${at}) + 1u] = bitcast<vec2u>(${value}.zw);`
    : `${array}[${at}] = ${value};`
const takeVec4f = ({ halves }: WorkgroupTile, array: string, at: string) =>
  halves
    ? `vec4f(bitcast<vec2f>(${array}[2u * (${at})]), bitcast<vec2f>(${array}[2u * (${at}) + 1u]))`
    : `${array}[${at}]`

/** Words of workgroup memory, `places`, in which positions of pooled values meet. */
export const positionMemory = (tile: WorkgroupTile): number => (tile.rows / 4) * (tile.columns / 4)

/** Fours of rows, or of columns, that lie between a thread's own. */
const spread = (size: number, perThread: number): number => size / perThread

/** The thread's i-th four of rows and j-th four of columns, counted in the tile. */
const rowFour = (tile: WorkgroupTile, i: number) =>
  `${i * spread(tile.rows, tile.threadRows)}u + threadRow`
const columnFour = (tile: WorkgroupTile, j: number) =>
  `${j * spread(tile.columns, tile.threadColumns)}u + threadColumn`

const storeElements = (gemm: ConvGemm, tile: WorkgroupTile): string[] =>
  range(tile.threadColumns / 4).flatMap((j) => [
    `let quad${j} = columnTile * ${tile.columns / 4}u + ${columnFour(tile, j)};`,
    `if (quad${j} < ${gemm.columns / 4}u) {`,
    ...range(tile.threadRows).map((i) => {
      const row = `rowTile * ${tile.rows}u + (${rowFour(tile, i >> 2)}) * 4u + ${i % 4}u`
      return `if (${row} < ${gemm.rows}u) { store(split, ${row}, quad${j}, c${i}_${j}); }`
    }),
    '}',
  ])

/** Every thread pools its windows; the places of four fours of channels meet in workgroup memory to make words. */
function storeWindows(gemm: ConvGemm, tile: WorkgroupTile): string[] {
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
  places[(${rowFour(tile, i)}) * ${quads}u + ${columnFour(tile, j)}] = bits;
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
      places[p] | (places[p + 1u] << 8u) | (places[p + 2u] << 16u) | (places[p + 3u] << 24u));
  }
}`,
  ]
}

/**
 * Every thread describes its own rows; one thread a four of columns joins what the tile's threads have of it, in their
 * order, about the first one's mean, which keeps digits.
 */
function storeStatistics(gemm: ConvGemm, tile: WorkgroupTile, memory: number): string[] {
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
  const atOnce = Math.max(1, Math.min(quadsOfThread, Math.floor(memory / (down * across))))
  const rounds = range(Math.ceil(quadsOfThread / atOnce)).map((round) => {
    const quads = range(quadsOfThread).slice(round * atOnce, (round + 1) * atOnce)
    return joinRound(gemm, tile, quads)
  })
  return [
    `let count = ${count};`,
    ...range(quadsOfThread).flatMap(describe),
    ...(partial ? ['counts[threadRow] = count;'] : []),
    ...rounds.flat(),
  ]
}

/** Joins the threads' means and squares of these fours of columns, of which every thread has one each. */
function joinRound(gemm: ConvGemm, tile: WorkgroupTile, quads: readonly number[]): string[] {
  const partial = gemm.rows % tile.rows !== 0
  const down = tile.rows / tile.threadRows
  const across = tile.columns / tile.threadColumns
  const perPoint = gemm.result.kind === 'windows' ? 4 : 1
  const at = (i: number) => `(threadRow * ${quads.length}u + ${i}u) * ${across}u + threadColumn`
  const ofRow = `row * ${quads.length * across}u + local`
  const countOf = partial ? 'counts[row]' : `${tile.threadRows / perPoint}.0`
  return [
    'workgroupBarrier();',
    ...quads.flatMap((j, i) => [
      putVec4f(tile, 'aTile', at(i), `mean${j}`),
      putVec4f(tile, 'bTile', at(i), `square${j}`),
    ]),
    'workgroupBarrier();',
    `if (local < ${quads.length * across}u) {
  let quad = columnTile * ${tile.columns / 4}u + (local / ${across}u + ${quads[0]}u) * ${across}u + local % ${across}u;
  let first = ${takeVec4f(tile, 'aTile', 'local')};
  var total = 0.0;
  var sum = vec4f();
  for (var row = 0u; row < ${down}u; row++) {
    let there = ${countOf};
    total += there;
    sum += there * (${takeVec4f(tile, 'aTile', ofRow)} - first);
  }
  let mean = first + sum / total;
  var m2 = vec4f();
  for (var row = 0u; row < ${down}u; row++) {
    let away = ${takeVec4f(tile, 'aTile', ofRow)} - mean;
    m2 += ${takeVec4f(tile, 'bTile', ofRow)} + ${countOf} * away * away;
  }
  if (quad < ${gemm.columns / 4}u) { storeStatistics(rowTile, quad, total, mean, m2); }
}`,
  ]
}
