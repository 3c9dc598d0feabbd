import type { Kernel } from '../kernel.ts'
import { declareBuffers } from '../storage.ts'
import { isRagged, splitDepth, type ConvGemm, type Operand } from './conv-gemm.ts'
import { foldedWorkgroups, locateTile, tileGrid } from './conv-grid.ts'
import type { RegisterTile } from './conv-tiles.ts'

/** Threads of a workgroup in which every thread has a tile of its own. */
const LONE_THREADS = 64

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** The names of one tile's parts in WGSL. */
interface Names {
  readonly shared: { readonly prefix: 'a' | 'b'; readonly operand: Operand }
  readonly own: { readonly prefix: 'a' | 'b'; readonly operand: Operand }
}

/**
 * Register tiles: outer products of numbers that all lanes share with fours of numbers that each lane owns, summed in
 * named variables. One load of four numbers brings every lane a different share of the shared side, and broadcasts then
 * give each to all lanes, so that a subgroup loads nothing twice. Software adapters, where a load costs tens of
 * instructions for every lane and a broadcast one or two, run this four times as fast as tiles that load for themselves.
 */
export function emitRegisterTile(gemm: ConvGemm, tile: RegisterTile): Kernel {
  const { lanes, count, quads } = tile
  const byRows = tile.shared === 'rows'
  const ownCount = 4 * quads * lanes
  const grid = tileGrid(gemm, byRows ? count : ownCount, byRows ? ownCount : count)
  const along = gemm.operands(false)
  const step = (byRows ? along.a : along.b).along === 'outer' ? Math.max(lanes, 4) : 4
  const { a, b } = gemm.operands(isRagged(gemm, step))
  const [first, second] = [
    { prefix: 'a', operand: a },
    { prefix: 'b', operand: b },
  ] as const
  const names: Names = byRows ? { shared: first, own: second } : { shared: second, own: first }
  const { code, bindings } = declareBuffers(gemm.buffers)
  const threads = lanes === 1 ? LONE_THREADS : lanes
  const accumulators = range(count).flatMap((i) => range(quads).map((j) => `c${i}_${j}`))
  const builtins =
    lanes === 1
      ? '@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32'
      : '@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(subgroup_invocation_id) lane: u32'
  const body = [
    lanes === 1
      ? `  let lane = 0u;\n  let tile = (group.y * groups.x + group.x) * ${LONE_THREADS}u + local;`
      : '  let tile = group.y * groups.x + group.x;',
    locateTile(gemm, grid, step),
    `  let sharedStart = ${byRows ? 'rowTile' : 'columnTile'} * ${count}u;`,
    `  let ownStart = ${byRows ? 'columnTile' : 'rowTile'} * ${quads * lanes}u + lane;`,
    ...outerIndices(names, tile),
    ...accumulators.map((name) => `  var ${name} = vec4f();`),
    `  for (var k = start; k < start + ${splitDepth(gemm, step)}u; k += ${step}u) {`,
    ...loads(names, tile, step),
    ...products(names, tile, step),
    '  }',
    ...stores(gemm, tile),
  ]
  return {
    label: `${gemm.label}, registers ${byRows ? count : ownCount}x${byRows ? ownCount : count}`,
    code: `${gemm.directives}${lanes === 1 ? '' : 'enable subgroups;\n'}${code}${a.code}${b.code}${gemm.result.code}
@compute @workgroup_size(${threads})
fn main(${builtins}) {
${body.join('\n')}
}
`,
    bindings,
    workgroups: foldedWorkgroups(lanes === 1 ? Math.ceil(grid.tiles / LONE_THREADS) : grid.tiles),
    workgroupBytes: 0,
    invocations: threads,
    flops: gemm.flops,
  }
}

/** What each lane loads: which rows and columns. */
function outerIndices({ shared, own }: Names, { lanes, count, quads }: RegisterTile): string[] {
  const sharedLoads =
    shared.operand.along === 'depth'
      ? range(Math.ceil(count / lanes)).map((p) => `sharedStart + ${p * lanes}u + lane`)
      : range(count / 4).map((p) => `sharedStart / 4u + ${p}u`)
  const ownQuads = range(quads).map((j) => `ownStart + ${j * lanes}u`)
  const ownLoads =
    own.operand.along === 'outer'
      ? ownQuads
      : ownQuads.flatMap((quad) => range(4).map((e) => `(${quad}) * 4u + ${e}u`))
  return [
    ...sharedLoads.map((index, p) => `  let sharedAt${p} = ${shared.prefix}Outer(${index});`),
    ...ownLoads.map((index, p) => `  let ownAt${p} = ${own.prefix}Outer(${index});`),
  ]
}

/** One step's loads: `s<p>_<t>` of the shared side, `o<p>_<t>` of the lane's own. */
function loads({ shared, own }: Names, { lanes, count, quads }: RegisterTile, step: number) {
  const load = (
    { prefix }: Names['own'],
    kind: 'shared' | 'own',
    depths: readonly string[],
    outers: number,
  ) => [
    ...depths.map((depth, t) => `    let ${kind}Depth${t} = ${prefix}Depth(${depth});`),
    ...range(outers).flatMap((p) =>
      depths.map(
        (_, t) => `    let ${kind[0]}${p}_${t} = ${prefix}Load(${kind}At${p}, ${kind}Depth${t});`,
      ),
    ),
  ]
  const fours = range(step / 4).map((t) => `k / 4u + ${t}u`)
  return [
    ...(shared.operand.along === 'depth'
      ? load(shared, 'shared', fours, Math.ceil(count / lanes))
      : load(
          shared,
          'shared',
          range(Math.ceil(step / lanes)).map((t) => `k + ${t * lanes}u + lane`),
          count / 4,
        )),
    ...(own.operand.along === 'depth'
      ? load(own, 'own', fours, 4 * quads)
      : load(
          own,
          'own',
          range(step).map((q) => `k + ${q}u`),
          quads,
        )),
  ]
}

/** One step's multiply-adds. Each broadcast serves four of them, and all of the lane's quads. */
function products({ shared, own }: Names, { lanes, count, quads }: RegisterTile, step: number) {
  const broadcast = (value: string, lane: number) =>
    lanes === 1 ? value : `subgroupBroadcast(${value}, ${lane}u)`
  const ownVector = (j: number, q: number) =>
    own.operand.along === 'outer'
      ? `o${j}_${q}`
      : `vec4f(${range(4).map((e) => `o${4 * j + e}_${q >> 2}[${q % 4}]`)})`
  const add = (i: number, q: number, scalar: string) =>
    range(quads).map((j) => `c${i}_${j} = fma(vec4f(${scalar}), ${ownVector(j, q)}, c${i}_${j});`)
  const group = (value: string, lines: string[]) => `    { let s = ${value}; ${lines.join(' ')} }`
  return shared.operand.along === 'depth'
    ? range(count).flatMap((i) =>
        range(step / 4).map((t) =>
          group(
            broadcast(`s${Math.floor(i / lanes)}_${t}`, i % lanes),
            range(4).flatMap((e) => add(i, 4 * t + e, `s[${e}]`)),
          ),
        ),
      )
    : range(step).flatMap((q) =>
        range(count / 4).map((p) =>
          group(
            broadcast(`s${p}_${Math.floor(q / lanes)}`, q % lanes),
            range(4).flatMap((e) => add(4 * p + e, q, `s[${e}]`)),
          ),
        ),
      )
}

/** Hands the result out: element by element, or window by window. */
function stores(gemm: ConvGemm, tile: RegisterTile): string[] {
  const { lanes, count, quads, shared } = tile
  const guard = (index: string, end: number, size: number) =>
    end % size === 0 ? '' : `if (${index} < ${end}u) `
  const columnQuads = gemm.columns / 4
  /** Four columns of a row of the tile, counted within the lane. */
  const value = (row: number, quad: number) =>
    shared === 'rows'
      ? `c${row}_${quad}`
      : `vec4f(${range(4).map((e) => `c${4 * quad + e}_${row >> 2}[${row % 4}]`)})`
  const rowCount = shared === 'rows' ? count : 4 * quads
  const quadCount = shared === 'rows' ? quads : count / 4
  const quadAt = (quad: number) =>
    shared === 'rows' ? `ownStart + ${quad * lanes}u` : `sharedStart / 4u + ${quad}u`
  const rowAt = (row: number) =>
    shared === 'rows'
      ? `sharedStart + ${row}u`
      : `(ownStart + ${(row >> 2) * lanes}u) * 4u + ${row % 4}u`
  const windowAt = (window: number) =>
    shared === 'rows' ? `sharedStart / 4u + ${window}u` : `ownStart + ${window * lanes}u`
  const tileRows = shared === 'rows' ? count : 4 * quads * lanes
  const tileQuads = shared === 'rows' ? quads * lanes : count / 4
  const rowGuard = (index: string) => guard(index, gemm.rows, tileRows)
  const windowGuard = (index: string) => guard(index, gemm.rows / 4, tileRows / 4)
  const quadGuard = (index: string) => guard(index, columnQuads, tileQuads)
  if (gemm.result.kind === 'elements') {
    return range(quadCount).flatMap((quad) => [
      `  ${quadGuard(quadAt(quad))}{`,
      ...range(rowCount).map(
        (row) =>
          `    ${rowGuard(rowAt(row))}{ store(split, ${rowAt(row)}, ${quadAt(quad)}, ${value(row, quad)}); }`,
      ),
      '  }',
    ])
  }
  const words = Math.ceil(columnQuads / 4)
  const bits = (window: number, quad: number) => {
    const name = `bits${window}_${quad}`
    const values = range(4).map((e) => value(4 * window + e, quad))
    return `  var ${name} = 0u; ${windowGuard(windowAt(window))}{ ${quadGuard(quadAt(quad))}{ ${name} = storeWindow(${windowAt(window)}, ${quadAt(quad)}, ${values.join(', ')}); } }`
  }
  const join = (parts: string[]) => parts.map((part, i) => `(${part} << ${8 * i}u)`).join(' | ')
  return range(rowCount / 4).flatMap((window) => [
    ...range(quadCount).map((quad) => bits(window, quad)),
    ...(shared === 'rows'
      ? range(quads).flatMap((quad) =>
          range(lanes / 4).map((word) => {
            const parts = range(4).map(
              (i) => `subgroupBroadcast(bits${window}_${quad}, ${4 * word + i}u)`,
            )
            const index = `(ownStart - lane) / 4u + ${quad * (lanes / 4) + word}u`
            return `  { let word = ${join(parts)}; if (lane == ${word}u && ${index} < ${words}u && ${windowAt(window)} < ${gemm.rows / 4}u) { storePositions(${windowAt(window)}, ${index}, word); } }`
          }),
        )
      : range(Math.ceil(quadCount / 4)).map((word) => {
          const parts = range(Math.min(4, quadCount - 4 * word)).map(
            (i) => `bits${window}_${4 * word + i}`,
          )
          const index = `sharedStart / 16u + ${word}u`
          return `  if (${index} < ${words}u && ${windowAt(window)} < ${gemm.rows / 4}u) { storePositions(${windowAt(window)}, ${index}, ${join(parts)}); }`
        })),
  ])
}
