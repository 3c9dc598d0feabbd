import type { Kernel } from '../../../codegen/kernel.ts'
import { range } from '../../../codegen/range.ts'
import { declareBuffers } from '../../../codegen/storage.ts'
import { depthTiling, splitDepth, type ConvGemm } from '../conv-gemm.ts'
import { foldedWorkgroups, locateTile, tileGrid } from '../conv-grid.ts'
import { operandStride, stagedOperand } from './conv-matrix-operands.ts'
import { resultMemory, takeResults } from './conv-matrix-results.ts'
import { matrixTileText, type MatrixTile } from './conv-matrix-tiles.ts'
import { tileThreads } from '../threaded-tile.ts'
import { positionMemory, storeWorkgroup } from '../workgroup/conv-workgroup-store.ts'
import { PACKED_F16 } from '../workgroup/memory-type.ts'

/**
 * Tiles of subgroup matrices (`chromium-experimental-subgroup-matrix`): like workgroup tiles, but subgroups multiply
 * blocks of f16 operands, which never become f32, and add in f32. The sums go back through workgroup memory to the
 * threads, which store them as they store those of workgroup tiles.
 */
export function emitMatrixTile(gemm: ConvGemm, tile: MatrixTile): Kernel {
  const grid = tileGrid(gemm, tile.rows, tile.columns)
  const { a, b } = gemm.operands(depthTiling(gemm, tile.depth, 'vec4h'))
  const threads = tileThreads(tile)
  const staged = [
    stagedOperand('a', a, tile, tile.rows, 'rowTile'),
    stagedOperand('b', b, tile, tile.columns, 'columnTile'),
  ]
  const aVectors = Math.max(staged[0].vectors, resultMemory(tile))
  const bVectors = staged[1].vectors
  const spare = { vectors: Math.min(aVectors, bVectors) / 2, type: PACKED_F16, rolled: false }
  const words = gemm.result.kind === 'windows' ? positionMemory(tile) : 0
  const counts = gemm.result.statistics ? tile.rows / tile.threadRows : 0
  const { code, bindings } = declareBuffers(gemm.buffers)
  const { block, lanes, requested } = tile.units
  const lines = [
    'let tile = group.y * groups.x + group.x;',
    locateTile(gemm, grid, tile.depth),
    `let threadColumn = local % ${tile.columns / tile.threadColumns}u;`,
    `let threadRow = local / ${tile.columns / tile.threadColumns}u;`,
    `let subgroupRow = subgroup / ${tile.subgroupsAcross}u;`,
    `let subgroupColumn = subgroup % ${tile.subgroupsAcross}u;`,
    ...staged.flatMap(({ prologue }) => prologue),
    ...forEachBlock(tile, (i, j) => `var m${i}_${j} = Sums();`),
    `let end = start + ${splitDepth(gemm, tile.depth)}u;`,
    `for (var k = start; k < end; k += ${tile.depth}u) {`,
    'workgroupBarrier();',
    ...staged.flatMap(({ writes }) => writes),
    'workgroupBarrier();',
    `let ahead = min(k + ${tile.depth}u, end - ${tile.depth}u);`,
    ...staged.flatMap(({ loads }) => loads('ahead')),
    `for (var step = 0u; step < ${tile.depth / block}u; step++) {`,
    ...products(tile),
    '}',
    '}',
    ...takeResults(tile),
    ...storeWorkgroup(gemm, tile, spare),
  ]
  return {
    label: `${gemm.label}, ${matrixTileText(tile)}`,
    code: `enable chromium_experimental_subgroup_matrix;
enable subgroups;
${requested ? 'enable subgroup_size_control;\n' : ''}${gemm.directives}${code}${a.code}${b.code}${gemm.result.code}
alias Left = subgroup_matrix_left<f16, ${block}, ${block}>;
alias Right = subgroup_matrix_right<f16, ${block}, ${block}>;
alias Sums = subgroup_matrix_result<f32, ${block}, ${block}>;
var<workgroup> aTile: array<vec2u, ${aVectors}>;
var<workgroup> bTile: array<vec2u, ${bVectors}>;
${words > 0 ? `var<workgroup> positions: array<u32, ${words}>;` : ''}
${counts > 0 ? `var<workgroup> counts: array<f32, ${counts}>;` : ''}
@compute ${requested ? `@subgroup_size(${lanes}) ` : ''}@workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_id) subgroup: u32
) {
${lines.join('\n')}
}
`,
    bindings,
    workgroups: foldedWorkgroups(grid.tiles),
    workgroupBytes: 8 * (aVectors + bVectors) + 4 * (words + counts),
    invocations: threads,
    flops: gemm.flops,
  }
}

/** A line of WGSL for each of a subgroup's blocks of results. */
const forEachBlock = (tile: MatrixTile, line: (i: number, j: number) => string): string[] =>
  range(tile.blocksDown).flatMap((i) => range(tile.blocksAcross).map((j) => line(i, j)))

/** Products of one block of depths. Blocks alternate between subgroups, so that every part of the tile is shared. */
function products(tile: MatrixTile): string[] {
  const { units, depth, subgroupsDown, subgroupsAcross, blocksDown, blocksAcross } = tile
  const stride = operandStride(depth)
  const at = (i: number, subgroups: number, subgroup: string) =>
    `(${i * subgroups}u + ${subgroup}) * ${units.block * stride}u + step * ${units.block / 4}u`
  return [
    ...range(blocksDown).map(
      (i) =>
        `let a${i} = subgroupMatrixLoad<Left, row_major>(&aTile, ${at(i, subgroupsDown, 'subgroupRow')}, ${stride}u);`,
    ),
    ...range(blocksAcross).map(
      (j) =>
        `let b${j} = subgroupMatrixLoad<Right, col_major>(&bTile, ${at(j, subgroupsAcross, 'subgroupColumn')}, ${stride}u);`,
    ),
    ...forEachBlock(
      tile,
      (i, j) => `m${i}_${j} = subgroupMatrixMultiplyAccumulate(a${i}, b${j}, m${i}_${j});`,
    ),
  ]
}
