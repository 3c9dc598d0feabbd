import type { Kernel } from '../../../codegen/kernel.ts'
import { declareBuffers } from '../../../codegen/storage.ts'
import { depthTiling, splitDepth, type ConvGemm } from '../conv-gemm.ts'
import { foldedWorkgroups, locateTile, tileGrid } from '../conv-grid.ts'
import { addProducts, FINITE, replaceOverflow } from './conv-products.ts'
import { side } from './conv-side.ts'
import { tileText, type WorkgroupTile } from '../conv-tiles.ts'
import { tileThreads } from '../threaded-tile.ts'
import { positionMemory, storeWorkgroup } from './conv-workgroup-store.ts'
import { memoryType } from './memory-type.ts'
import { ROLLED_START } from './rolled-loop.ts'
import { range } from '../../../codegen/range.ts'

/**
 * Tiles in workgroup memory, for GPUs: the workgroup loads `depth` numbers of every row and column of its tile once,
 * then every thread multiplies its own rows and columns from there and adds to named variables `c<row>_<four of columns>`.
 * The next loads are in flight while the last ones are multiplied, unless the tile is frugal.
 *
 * A thread's rows and columns come in fours, spread evenly over the tile: neighbouring threads read neighbouring
 * vectors, and four consecutive rows, a pooling window, stay together. `sideMemory` lays a side out in workgroup memory.
 */
export function emitWorkgroupTile(gemm: ConvGemm, tile: WorkgroupTile): Kernel {
  const grid = tileGrid(gemm, tile.rows, tile.columns)
  const { a, b } = gemm.operands(depthTiling(gemm, tile.depth))
  const threads = tileThreads(tile)
  const sides = [
    side('a', a, tile, tile.rows, tile.threadRows, 'rowTile', 'threadRow'),
    side('b', b, tile, tile.columns, tile.threadColumns, 'columnTile', 'threadColumn'),
  ] as const
  const { kind, statistics } = gemm.result
  const words = kind === 'windows' ? positionMemory(tile) : 0
  const counts = statistics ? tile.rows / tile.threadRows : 0
  const memory = memoryType(tile)
  const [aVectors, bVectors] = sides.map(({ vectors }) =>
    statistics ? Math.max(vectors, threads * (memory.perVec4f ?? 0)) : vectors,
  )
  // Used if the operands' memory can't be reused for statistics.
  const sums = statistics && memory.perVec4f === null ? threads : 0
  const room = memory.perVec4f === null ? sums : Math.min(aVectors, bVectors) / memory.perVec4f
  const { code, bindings } = declareBuffers(gemm.buffers)
  const turns = splitDepth(gemm, tile.depth) / tile.depth
  // A known start saves registers on Intel's GPUs, but costs registers on some AMD ones, which also unroll loops of few
  // iterations.
  const firstTurn = tile.frugal ? '0u' : ROLLED_START
  const exchange = ['workgroupBarrier();', ...sides.flatMap((s) => s.writes), 'workgroupBarrier();']
  const fillAtOnce = [
    `let k = start + turn * ${tile.depth}u;`,
    ...sides.flatMap((s) => s.loads('k', 'let ')),
    ...exchange,
  ]
  const fillAhead = [
    ...exchange,
    `let ahead = start + min(turn + 1u, ${turns - 1}u) * ${tile.depth}u;`,
    ...sides.flatMap((s) => s.loads('ahead', '')),
  ]
  const lines = [
    'let tile = group.y * groups.x + group.x;',
    locateTile(gemm, grid, tile.depth),
    `let threadColumn = local % ${tile.columns / tile.threadColumns}u;`,
    `let threadRow = local / ${tile.columns / tile.threadColumns}u;`,
    ...sides.flatMap((s) => s.prologue),
    ...(tile.frugal ? [] : sides.flatMap((s) => s.loads('start', 'var '))),
    ...range(tile.threadRows).flatMap((i) =>
      range(tile.threadColumns / 4).map((j) => `var c${i}_${j} = vec4f();`),
    ),
    `for (var turn = ${firstTurn}; turn < ${turns}u; turn++) {`,
    ...(tile.frugal ? fillAtOnce : fillAhead),
    ...addProducts(sides, tile),
    '}',
    ...replaceOverflow(tile),
    ...storeWorkgroup(gemm, tile, { vectors: room, type: memory, rolled: tile.frugal }),
  ]
  return {
    label: `${gemm.label}, ${tileText(tile)}`,
    code: `${subgroupDirectives(tile)}${gemm.directives}${code}${a.code}${b.code}${gemm.result.code}${memory.functions}${tile.f16Products ? FINITE : ''}
var<workgroup> aTile: array<${memory.type}, ${aVectors}>;
var<workgroup> bTile: array<${memory.type}, ${bVectors}>;
${sums > 0 ? declareSums(sums) : ''}
${words > 0 ? `var<workgroup> positions: array<u32, ${words}>;` : ''}
${counts > 0 ? `var<workgroup> counts: array<f32, ${counts}>;` : ''}
@compute ${tile.subgroup === null ? '' : `@subgroup_size(${tile.subgroup}) `}@workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32
) {
${lines.join('\n')}
}
`,
    bindings,
    workgroups: foldedWorkgroups(grid.tiles),
    workgroupBytes: memory.bytes * (aVectors + bVectors) + 4 * (words + counts) + 32 * sums,
    invocations: threads,
    flops: gemm.flops,
  }
}

const subgroupDirectives = ({ subgroup }: WorkgroupTile): string =>
  subgroup === null ? '' : 'enable subgroups;\nenable subgroup_size_control;\n'

const declareSums = (count: number): string =>
  ['aTile', 'bTile']
    .map((array) => `var<workgroup> ${array}Sums: array<vec4f, ${count}>;`)
    .join('\n')
