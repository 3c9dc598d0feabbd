import type { Kernel } from '../kernel.ts'
import { declareBuffers } from '../storage.ts'
import { isRagged, splitDepth, type ConvGemm, type Operand } from './conv-gemm.ts'
import { foldedWorkgroups, locateTile, tileGrid } from './conv-grid.ts'
import type { WorkgroupTile } from './conv-tiles.ts'
import { range } from './range.ts'
import { vec4Of } from './vec4-of.ts'

/**
 * Tiles in workgroup memory, for GPUs: the workgroup loads `depth` numbers of every row and column of its tile once,
 * then every thread multiplies its own rows and columns out of it into named variables `c<row>_<four of columns>`.
 * The next loads are in flight while the last ones are multiplied.
 *
 * A thread's rows and columns come in fours, spread evenly over the tile: neighbouring threads read neighbouring
 * vectors, and four consecutive rows, a pooling window, stay together. In workgroup memory a side is an array of planes:
 * one plane every four depths where memory runs along the depth (a vector is one row's four depths), else one plane a
 * depth (a vector is four rows). Planes are padded by a vector so that the threads of one load hit different banks.
 */
export function emitWorkgroupTile(gemm: ConvGemm, tile: WorkgroupTile): Kernel {
  const grid = tileGrid(gemm, tile.rows, tile.columns)
  const { a, b } = gemm.operands(isRagged(gemm, tile.depth))
  const threads = tileThreads(tile)
  const sides = [
    side('a', a, tile, tile.rows, tile.threadRows, 'rowTile', 'threadRow'),
    side('b', b, tile, tile.columns, tile.threadColumns, 'columnTile', 'threadColumn'),
  ] as const
  const pooled = gemm.result.kind === 'windows'
  const words = (tile.rows / 4) * (tile.columns / 4)
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
    `for (var four = 0u; four < ${tile.depth / 4}u; four++) {`,
    ...products(sides, tile),
    '}',
    '}',
    ...(pooled ? storeWindows(gemm, tile) : storeElements(gemm, tile)),
  ]
  return {
    label: `${gemm.label}, workgroup ${tile.rows}x${tile.columns}x${tile.depth}`,
    code: `${gemm.directives}${code}${a.code}${b.code}${gemm.result.code}
var<workgroup> aTile: array<vec4f, ${sides[0].vectors}>;
var<workgroup> bTile: array<vec4f, ${sides[1].vectors}>;
${pooled ? `var<workgroup> places: array<u32, ${words}>;` : ''}
@compute @workgroup_size(${threads})
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
    workgroupBytes: 16 * (sides[0].vectors + sides[1].vectors) + (pooled ? 4 * words : 0),
    invocations: threads,
    flops: gemm.flops,
  }
}

const tileThreads = (tile: WorkgroupTile): number =>
  (tile.rows / tile.threadRows) * (tile.columns / tile.threadColumns)

interface Side {
  /** Vectors of workgroup memory. */
  readonly vectors: number
  readonly prologue: readonly string[]
  /** WGSL that loads the tile's share of the thread for depths from `k` on. */
  readonly loads: (k: string) => string[]
  /** WGSL that puts what was loaded in workgroup memory. */
  readonly writes: readonly string[]
  /** WGSL that reads what a thread needs of four depths (`four` says which), and one number of it: `i` of the thread's own, at depth `q`. */
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
  const planes = alongDepth ? tile.depth / 4 : tile.depth
  const width = alongDepth ? size : size / 4
  const stride = width + 1
  const shares = range((planes * width) / threads)
  const task = (s: number) => `(local + ${s * threads}u)`
  // Neighbouring threads load what are neighbours in memory.
  const plane = (s: number) => (alongDepth ? `${task(s)} % ${planes}u` : `${task(s)} / ${width}u`)
  const place = (s: number) => (alongDepth ? `${task(s)} / ${planes}u` : `${task(s)} % ${width}u`)
  const loads = (k: string, declare: string) =>
    shares.map((s) => {
      const depth = alongDepth ? `${k} / 4u + ${name}Plane${s}` : `${k} + ${name}Plane${s}`
      return `${declare}${name}Next${s} = ${name}Load(${name}At${s}, ${name}Depth(${depth}));`
    })
  const group = size / (perThread / 4)
  /** The thread's j-th four in the tile. */
  const fourAt = (j: number) => `${(j * group) / 4}u + ${thread}`
  return {
    vectors: planes * stride,
    prologue: [
      ...shares.flatMap((s) => [
        `let ${name}Plane${s} = ${plane(s)};`,
        `let ${name}Place${s} = ${place(s)};`,
        `let ${name}At${s} = ${name}Outer(${tileIndex} * ${width}u + ${name}Place${s});`,
      ]),
      ...loads('start', 'var '),
    ],
    loads: (k) => loads(k, ''),
    writes: shares.map(
      (s) => `${name}Tile[${name}Plane${s} * ${stride}u + ${name}Place${s}] = ${name}Next${s};`,
    ),
    reads: alongDepth
      ? range(perThread).map(
          (i) =>
            `let ${name}${i} = ${name}Tile[four * ${stride}u + (${fourAt(i >> 2)}) * 4u + ${i % 4}u];`,
        )
      : range(4).flatMap((q) =>
          range(perThread / 4).map(
            (j) =>
              `let ${name}${j}_${q} = ${name}Tile[(four * 4u + ${q}u) * ${stride}u + ${fourAt(j)}];`,
          ),
        ),
    number: (i, q) => (alongDepth ? `${name}${i}[${q}]` : `${name}${i >> 2}_${q}[${i % 4}]`),
    vector: (j, q) =>
      alongDepth ? vec4Of((e) => `${name}${4 * j + e}[${q}]`) : `${name}${j}_${q}`,
  }
}

const products = ([a, b]: readonly [Side, Side], tile: WorkgroupTile): string[] => [
  ...a.reads,
  ...b.reads,
  ...range(4).flatMap((q) =>
    range(tile.threadRows).flatMap((i) =>
      range(tile.threadColumns / 4).map(
        (j) => `c${i}_${j} = fma(vec4f(${a.number(i, q)}), ${b.vector(j, q)}, c${i}_${j});`,
      ),
    ),
  ),
]

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
  const words = (windows * quads) / 4
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
