import type { Kernel } from '../../../codegen/kernel.ts'
import { declareBuffers } from '../../../codegen/storage.ts'
import { depthTiling, splitDepth, type ConvGemm, type Operand } from '../conv-gemm.ts'
import { foldedWorkgroups, locateTile, tileGrid } from '../conv-grid.ts'
import { storeRegisters } from './conv-register-store.ts'
import { tileText, type RegisterTile } from '../conv-tiles.ts'
import { range } from '../../../codegen/range.ts'
import { vec4Of } from '../../../codegen/vec4-of.ts'

/** Depth of one loop iteration. */
const STEP = 4
/** Threads of a workgroup in which every thread has its own tile. */
const LONE_THREADS = 64

/**
 * Register tiles: outer products of numbers that all lanes share with fours of numbers that each lane owns, summed in
 * named variables `c<shared>_<own four>`. One load brings every lane another four of the shared numbers; broadcasts
 * then give each to all lanes, so that a subgroup loads nothing twice. On lavapipe a load costs some 30 instructions for
 * every lane, its bounds check included, and a broadcast one: four times as fast as threads that load for themselves.
 */
export function emitRegisterTile(gemm: ConvGemm, tile: RegisterTile): Kernel {
  const { lanes, count, quads } = tile
  const byRows = tile.shared === 'rows'
  const owned = 4 * quads * lanes
  const [rows, columns] = byRows ? [count, owned] : [owned, count]
  const grid = tileGrid(gemm, rows, columns)
  const { a, b } = gemm.operands(depthTiling(gemm, STEP))
  const [shared, own] = byRows ? [a, b] : [b, a]
  const [sharedName, ownName] = byRows ? ['a', 'b'] : ['b', 'a']
  const { code, bindings } = declareBuffers(gemm.buffers)
  const threads = lanes === 1 ? LONE_THREADS : lanes
  const group = 'group.y * groups.x + group.x'
  const lines = [
    ...(lanes === 1
      ? ['let lane = 0u;', `let tile = (${group}) * ${threads}u + local;`]
      : [`let tile = ${group};`]),
    locateTile(gemm, grid, STEP),
    `let sharedStart = ${byRows ? 'rowTile' : 'columnTile'} * ${count}u;`,
    `let ownStart = ${byRows ? 'columnTile' : 'rowTile'} * ${quads * lanes}u + lane;`,
    ...sharedLoads(shared, tile).map(
      ({ at }, p) => `let sharedAt${p} = ${sharedName}Outer(${at});`,
    ),
    ...ownLoads(own, tile).map(({ at }, p) => `let ownAt${p} = ${ownName}Outer(${at});`),
    ...range(count).flatMap((i) => range(quads).map((j) => `var c${i}_${j} = vec4f();`)),
    `for (var k = start; k < start + ${splitDepth(gemm, STEP)}u; k += ${STEP}u) {`,
    ...loadLines(sharedName, 'shared', sharedLoads(shared, tile)),
    ...loadLines(ownName, 'own', ownLoads(own, tile)),
    ...products(shared, own, tile),
    '}',
    ...storeRegisters(gemm, tile),
  ]
  return {
    label: `${gemm.label}, ${tileText(tile)}`,
    code: `${gemm.directives}${lanes === 1 ? '' : 'enable subgroups;\n'}${code}${a.code}${b.code}${gemm.result.code}
@compute @workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  ${lanes === 1 ? '@builtin(local_invocation_index) local' : '@builtin(subgroup_invocation_id) lane'}: u32
) {
${lines.join('\n')}
}
`,
    bindings,
    workgroups: foldedWorkgroups(lanes === 1 ? Math.ceil(grid.tiles / threads) : grid.tiles),
    workgroupBytes: 0,
    invocations: threads,
    flops: gemm.flops,
  }
}

/** One load of a lane: which row or column, and which depths. */
interface Load {
  readonly at: string
  /** Start and offset. */
  readonly depths: readonly string[]
}

const each = range(STEP).map((q) => `k, ${q}u`)

/**
 * The shared side, spread over the lanes: one row (or column) with four depths per lane, or, if memory runs along the
 * rows, four rows and one depth per lane.
 */
const sharedLoads = ({ along }: Operand, { lanes, count }: RegisterTile): Load[] =>
  along === 'depth'
    ? range(Math.ceil(count / lanes)).map((p) => ({
        at: `sharedStart + ${p * lanes}u + lane`,
        depths: ['k / 4u, 0u'],
      }))
    : lanes === 1
      ? range(count / 4).map((p) => ({ at: `sharedStart / 4u + ${p}u`, depths: each }))
      : range(Math.ceil(count / lanes)).map((p) => ({
          at: `sharedStart / 4u + ${(p * lanes) / 4}u + lane / 4u`,
          depths: ['k, lane % 4u'],
        }))

const ownLoads = ({ along }: Operand, { lanes, quads }: RegisterTile): Load[] =>
  range(quads).flatMap((j): Load[] => {
    const quad = `ownStart + ${j * lanes}u`
    return along === 'outer'
      ? [{ at: quad, depths: each }]
      : range(4).map((e) => ({ at: `(${quad}) * 4u + ${e}u`, depths: ['k / 4u, 0u'] }))
  })

/** WGSL variables `<side><load>_<depth>`. */
const loadLines = (matrix: string, side: 'shared' | 'own', loads: readonly Load[]): string[] => [
  ...loads[0].depths.map((depth, t) => `let ${side}Depth${t} = ${matrix}Depth(${depth});`),
  ...loads.flatMap(({ depths }, p) =>
    depths.map((_, t) => `let ${side}${p}_${t} = ${matrix}Load(${side}At${p}, ${side}Depth${t});`),
  ),
]

/** The multiply-adds of one iteration, ordered to touch few sums at a time. */
function products(shared: Operand, own: Operand, { lanes, count, quads }: RegisterTile): string[] {
  const broadcast = (value: string, lane: number) =>
    lanes === 1 ? value : `subgroupBroadcast(${value}, ${lane}u)`
  const ownFour = (j: number, q: number) =>
    own.along === 'outer' ? `own${j}_${q}` : vec4Of((e) => `own${4 * j + e}_0[${q}]`)
  const add = (i: number, q: number, scalar: string) =>
    range(quads).map((j) => `c${i}_${j} = fma(vec4f(${scalar}), ${ownFour(j, q)}, c${i}_${j});`)
  const withFour = (value: string, sums: string[]) => `{ let s = ${value}; ${sums.join(' ')} }`
  if (shared.along === 'depth') {
    return range(count).map((i) =>
      withFour(
        broadcast(`shared${Math.floor(i / lanes)}_0`, i % lanes),
        range(STEP).flatMap((q) => add(i, q, `s[${q}]`)),
      ),
    )
  }
  const four = (p: number, q: number) =>
    lanes === 1
      ? `shared${p}_${q}`
      : broadcast(`shared${Math.floor((4 * p) / lanes)}_0`, ((4 * p) % lanes) + q)
  return range(count / 4).flatMap((p) =>
    range(STEP).map((q) =>
      withFour(
        four(p, q),
        range(4).flatMap((e) => add(4 * p + e, q, `s[${e}]`)),
      ),
    ),
  )
}
