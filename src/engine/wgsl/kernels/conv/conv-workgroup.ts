import type { Kernel } from '../../codegen/kernel.ts'
import { declareBuffers, LARGEST_HALF } from '../../codegen/storage.ts'
import { depthTiling, splitDepth, type ConvGemm, type Operand } from './conv-gemm.ts'
import { foldedWorkgroups, locateTile, tileGrid } from './conv-grid.ts'
import { tileText, tileThreads, type WorkgroupTile } from './conv-tiles.ts'
import { memoryType, positionMemory, storeWorkgroup } from './conv-workgroup-store.ts'
import { range } from '../../codegen/range.ts'
import { vec4Of } from '../../codegen/vec4-of.ts'

/**
 * Tiles in workgroup memory, for GPUs: the workgroup loads `depth` numbers of every row and column of its tile once,
 * then every thread multiplies its own rows and columns from there and adds to named variables `c<row>_<four of columns>`.
 * The next loads are in flight while the last ones are multiplied.
 *
 * A thread's rows and columns come in fours, spread evenly over the tile: neighbouring threads read neighbouring
 * vectors, and four consecutive rows, a pooling window, stay together. `sideMemory` lays a side out in workgroup memory.
 * The z dimension is 1, which compilers don't know; a rolled loop uses it to hide its trip count.
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
  const lines = [
    'let tile = group.y * groups.x + group.x;',
    locateTile(gemm, grid, tile.depth),
    `let threadColumn = local % ${tile.columns / tile.threadColumns}u;`,
    `let threadRow = local / ${tile.columns / tile.threadColumns}u;`,
    ...sides.flatMap((s) => s.prologue),
    ...range(tile.threadRows).flatMap((i) =>
      range(tile.threadColumns / 4).map((j) => `var c${i}_${j} = vec4f();`),
    ),
    `let end = start + ${splitDepth(gemm, tile.depth)}u;`,
    `for (var k = start; k < end; k += ${tile.depth}u) {`,
    'workgroupBarrier();',
    ...sides.flatMap((s) => s.writes),
    'workgroupBarrier();',
    `let ahead = min(k + ${tile.depth}u, end - ${tile.depth}u);`,
    ...sides.flatMap((s) => s.loads('ahead')),
    ...beginHalfSums(tile),
    `for (var four = 0u; four < ${tile.rolled ? 'groups.z * ' : ''}${tile.depth / 4}u; four++) {`,
    ...products(sides, tile),
    '}',
    ...addHalfSums(tile),
    '}',
    ...replaceOverflow(tile),
    ...storeWorkgroup(gemm, tile, { vectors: room, type: memory }),
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

/** Bytes that a GPU's workgroup memory serves at once, from as many banks as vectors fit in them. */
const BYTES_AT_ONCE = 128

/** How one side of a tile lies in workgroup memory. */
interface SideMemory {
  readonly planes: number
  /** Loads that fill a plane. */
  readonly width: number
  /** Vectors from one plane to the next. */
  readonly stride: number
  /** Vectors from one quarter of a plane to the next, if memory runs along the depth. */
  readonly quarter: number
  readonly vectors: number
}

/**
 * Where memory runs along rows (or columns), a load is four of them at one depth, and a plane all fours at that depth.
 * Where it runs along the depth, a load is four depths of one row, and a plane the rows at those depths: in its e-th
 * quarter lie the rows 4i + e, so that threads which read the e-th row of neighbouring fours read neighbouring vectors.
 * Threads that load one row's depths write to the same index of several planes: a stride of banks / planes between
 * planes and an odd one between quarters, modulo the banks, avoid bank conflicts between neighbouring threads in both
 * cases.
 */
function sideMemory({ along }: Operand, size: number, tile: WorkgroupTile): SideMemory {
  const { depth } = tile
  const banks = BYTES_AT_ONCE / memoryType(tile).bytes
  if (along === 'outer') {
    const width = size / 4
    return { planes: depth, width, stride: width, quarter: 0, vectors: depth * width }
  }
  const planes = depth / 4
  const quarter = 2 * Math.floor(size / 8) + 1
  const filled = 3 * quarter + size / 4
  const residue = Math.max(1, banks / planes)
  const stride = filled + ((residue - (filled % banks) + banks) % banks)
  return { planes, width: size, stride, quarter, vectors: planes * stride }
}

interface Side {
  /** Vectors of workgroup memory. */
  readonly vectors: number
  readonly prologue: readonly string[]
  /** WGSL that loads the thread's share of the tile for depths from `k` on. */
  readonly loads: (k: string) => string[]
  /** WGSL that writes the loaded values to workgroup memory. */
  readonly writes: readonly string[]
  /**
   * WGSL that reads a thread's operands of four depths (`four` says which), and the expression of one value: the
   * thread's `i`-th, at depth `q`.
   */
  readonly reads: readonly string[]
  readonly number: (i: number, q: number) => string
  /** The numbers 4j to 4j + 3 at depth `q`. */
  readonly vector: (j: number, q: number) => string
}

function side(
  name: 'a' | 'b',
  operand: Operand,
  tile: WorkgroupTile,
  size: number,
  perThread: number,
  tileIndex: string,
  thread: string,
): Side {
  const threads = tileThreads(tile)
  const alongDepth = operand.along === 'depth'
  const memory = memoryType(tile)
  const { planes, width, stride, quarter, vectors } = sideMemory(operand, size, tile)
  const shares = range((planes * width) / threads)
  const task = (s: number) => `(local + ${s * threads}u)`
  // Neighbouring threads load neighbouring memory. Along rows or columns, a thread's loads share one depth where
  // possible, so that values that depend on the depth are computed once.
  const abreast = threads / planes
  const oneDepth = !alongDepth && Number.isInteger(abreast)
  const plane = (s: number) =>
    alongDepth
      ? `${task(s)} % ${planes}u`
      : oneDepth
        ? `local / ${abreast}u`
        : `${task(s)} / ${width}u`
  const word = (s: number) =>
    alongDepth
      ? `${task(s)} / ${planes}u`
      : oneDepth
        ? `local % ${abreast}u + ${s * abreast}u`
        : `${task(s)} % ${width}u`
  const loads = (k: string, declare: string) =>
    shares.map((s) => {
      const depth = `${name}Depth(${alongDepth ? `${k} / 4u` : k}, ${name}Plane${s})`
      return `${declare}${name}Next${s} = ${memory.put(`${name}Load(${name}At${s}, ${depth})`)};`
    })
  const group = size / (perThread / 4)
  /** The thread's j-th four in the tile. */
  const fourAt = (j: number) => `${(j * group) / 4}u + ${thread}`
  const at = (plane: string, word: string) =>
    alongDepth
      ? `${plane} * ${stride}u + ${word} % 4u * ${quarter}u + ${word} / 4u`
      : `${plane} * ${stride}u + ${word}`
  return {
    vectors,
    prologue: [
      ...shares.flatMap((s) => [
        `let ${name}Plane${s} = ${plane(s)};`,
        `let ${name}Word${s} = ${word(s)};`,
        `let ${name}At${s} = ${name}Outer(${tileIndex} * ${width}u + ${name}Word${s});`,
        `let ${name}To${s} = ${at(`${name}Plane${s}`, `${name}Word${s}`)};`,
      ]),
      ...loads('start', 'var '),
    ],
    loads: (k) => loads(k, ''),
    writes: shares.map((s) => `${name}Tile[${name}To${s}] = ${name}Next${s};`),
    reads: alongDepth
      ? range(perThread).map(
          (i) =>
            `let ${name}${i} = ${memory.take(`${name}Tile[four * ${stride}u + ${(i % 4) * quarter}u + ${fourAt(i >> 2)}]`)};`,
        )
      : range(4).flatMap((q) =>
          range(perThread / 4).map(
            (j) =>
              `let ${name}${j}_${q} = ${memory.take(`${name}Tile[(four * 4u + ${q}u) * ${stride}u + ${fourAt(j)}]`)};`,
          ),
        ),
    number: (i, q) => (alongDepth ? `${name}${i}[${q}]` : `${name}${i >> 2}_${q}[${i % 4}]`),
    vector: (j, q) =>
      alongDepth ? vec4Of((e) => `${name}${4 * j + e}[${q}]`, memory.operand) : `${name}${j}_${q}`,
  }
}

/**
 * Products of four depths. Each row starts at another depth, so that consecutive multiply-adds read different register
 * banks, which RDNA3 needs to dual-issue.
 */
const products = ([a, b]: readonly [Side, Side], tile: WorkgroupTile): string[] => [
  ...a.reads,
  ...b.reads,
  ...range(4).flatMap((turn) =>
    range(tile.threadRows).flatMap((i) =>
      range(tile.threadColumns / 4).map((j) => {
        const q = (turn + i) % 4
        return tile.f16Products
          ? `h${i}_${j} = fma(vec4h(${a.number(i, q)}), ${b.vector(j, q)}, h${i}_${j});`
          : `c${i}_${j} = fma(vec4f(${a.number(i, q)}), ${b.vector(j, q)}, c${i}_${j});`
      }),
    ),
  ),
]

const declareSums = (count: number): string =>
  ['aTile', 'bTile']
    .map((array) => `var<workgroup> ${array}Sums: array<vec4f, ${count}>;`)
    .join('\n')

/** A line of WGSL for each of a thread's fours of results, named by row and four of columns. */
const forEachResult = (tile: WorkgroupTile, line: (result: string) => string): string[] =>
  range(tile.threadRows).flatMap((i) => range(tile.threadColumns / 4).map((j) => line(`${i}_${j}`)))

/** Before a depth step whose products are summed in f16. */
const beginHalfSums = (tile: WorkgroupTile): string[] =>
  tile.f16Products ? forEachResult(tile, (result) => `var h${result} = vec4h();`) : []

/** After it: into the sums in f32. */
const addHalfSums = (tile: WorkgroupTile): string[] =>
  tile.f16Products ? forEachResult(tile, (result) => `c${result} += vec4f(h${result});`) : []

/**
 * An f16 sum over `LARGEST_HALF` becomes infinite, and two of opposite sign NaN, which would ruin the weights permanently.
 * Like stores, this saturates; NaN becomes 0. It compares bits, because compilers may assume that all values are finite.
 */
const FINITE = `
fn finite(value: vec4f) -> vec4f {
  let bits = bitcast<vec4u>(value);
  let size = bits & vec4u(0x7fffffffu);
  let largest = select(vec4f(${LARGEST_HALF}), vec4f(-${LARGEST_HALF}), bits != size);
  return select(select(value, largest, size == vec4u(0x7f800000u)), vec4f(), size > vec4u(0x7f800000u));
}
`

/** After the last depth step. */
const replaceOverflow = (tile: WorkgroupTile): string[] =>
  tile.f16Products ? forEachResult(tile, (result) => `c${result} = finite(c${result});`) : []
