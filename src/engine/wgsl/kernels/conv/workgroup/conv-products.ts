import { range } from '../../../codegen/range.ts'
import { LARGEST_HALF } from '../../../codegen/storage.ts'
import type { Side } from './conv-side.ts'
import type { WorkgroupTile } from '../conv-tiles.ts'
import { ROLLED_START } from './rolled-loop.ts'

type Sides = readonly [a: Side, b: Side]

/** WGSL that adds the products of one depth step of a tile to the thread's results. */
export function addProducts(sides: Sides, tile: WorkgroupTile): string[] {
  const depths = depthsOfBlock(sides, tile)
  const blocks = tile.depth / depths
  // Dawn clamps every index into workgroup memory unless it knows its range.
  const block = tile.frugal
    ? [
        `for (var i = ${ROLLED_START}; i < ${blocks}u; i++) {`,
        `let block = min(i, ${blocks - 1}u);`,
      ]
    : [`for (var block = 0u; block < ${blocks}u; block++) {`]
  return [
    ...beginHalfSums(tile),
    ...block,
    ...sides.map((side) => side.begin(depths)),
    ...(tile.frugal ? inOrderOfUse(sides, tile, depths) : inDiagonals(sides, tile)),
    '}',
    ...addHalfSums(tile),
  ]
}

/**
 * A block of one depth adds to every result once. With more depths, Intel's compiler uses two registers for each
 * result, which fit only for 4x4 results per thread.
 */
const depthsOfBlock = ([a]: Sides, { frugal, threadRows }: WorkgroupTile): number =>
  frugal && a.along === 'outer' && threadRows > 4 ? 1 : 4

function product([a, b]: Sides, tile: WorkgroupTile, i: number, j: number, q: number): string {
  const [sum, type] = tile.f16Products ? ['h', 'vec4h'] : ['c', 'vec4f']
  return `${sum}${i}_${j} = fma(${type}(${a.number(i, q)}), ${b.vector(j, q)}, ${sum}${i}_${j});`
}

/**
 * Each row starts at another depth, so that consecutive multiply-adds read different register banks, which RDNA3 needs
 * to dual-issue.
 */
const inDiagonals = (sides: Sides, tile: WorkgroupTile): string[] => [
  ...sides.flatMap(({ reads }) => reads.flat()),
  ...range(4).flatMap((turn) =>
    forEachResult(tile, (i, j) => product(sides, tile, i, j, (turn + i) % 4)),
  ),
]

/** Reads operands right before their use: row by row if a row's numbers are read at once, else depth by depth. */
function inOrderOfUse(sides: Sides, tile: WorkgroupTile, depths: number): string[] {
  const [a, b] = sides
  const quads = range(tile.threadColumns / 4)
  if (a.along === 'depth') {
    return [
      ...b.reads.flat(),
      ...range(tile.threadRows).flatMap((i) => [
        ...a.reads[i],
        ...range(4).flatMap((q) => quads.map((j) => product(sides, tile, i, j, q))),
      ]),
    ]
  }
  return range(depths).flatMap((q) => [
    ...a.reads[q],
    ...b.reads[q],
    ...forEachResult(tile, (i, j) => product(sides, tile, i, j, q)),
  ])
}

/** One line of WGSL for each group of four results of a thread, by row and group of four columns. */
const forEachResult = (tile: WorkgroupTile, line: (i: number, j: number) => string): string[] =>
  range(tile.threadRows).flatMap((i) => range(tile.threadColumns / 4).map((j) => line(i, j)))

/** Before a depth step whose products are summed in f16. */
const beginHalfSums = (tile: WorkgroupTile): string[] =>
  tile.f16Products ? forEachResult(tile, (i, j) => `var h${i}_${j} = vec4h();`) : []

/** After it: into the sums in f32. */
const addHalfSums = (tile: WorkgroupTile): string[] =>
  tile.f16Products ? forEachResult(tile, (i, j) => `c${i}_${j} += vec4f(h${i}_${j});`) : []

/**
 * An f16 sum over `LARGEST_HALF` becomes infinite, and two infinities of opposite sign add up to NaN, which would ruin
 * the weights permanently. Like stores, this saturates; NaN becomes 0. It compares bits, because compilers may assume
 * that all values are finite.
 */
export const FINITE = `
fn finite(value: vec4f) -> vec4f {
  let bits = bitcast<vec4u>(value);
  let size = bits & vec4u(0x7fffffffu);
  let largest = select(vec4f(${LARGEST_HALF}), vec4f(-${LARGEST_HALF}), bits != size);
  return select(select(value, largest, size == vec4u(0x7f800000u)), vec4f(), size > vec4u(0x7f800000u));
}
`

/** After the last depth step. */
export const replaceOverflow = (tile: WorkgroupTile): string[] =>
  tile.f16Products ? forEachResult(tile, (i, j) => `c${i}_${j} = finite(c${i}_${j});`) : []
