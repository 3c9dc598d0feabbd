import { range } from '../../../codegen/range.ts'
import { vec4Of } from '../../../codegen/vec4-of.ts'
import type { Operand } from '../conv-gemm.ts'
import type { WorkgroupTile } from '../conv-tiles.ts'
import { tileThreads } from '../threaded-tile.ts'
import { memoryType } from './memory-type.ts'

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
 * If memory runs along rows (or columns), a load is four rows at one depth, and a plane holds all rows at that depth.
 * If it runs along the depth, a load is four depths of one row, and a plane holds all rows at those depths. The e-th
 * quarter of the plane holds the rows 4i + e, so that threads which read the e-th row of neighbouring fours read
 * neighbouring vectors.
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

export interface Side {
  readonly along: Operand['along']
  /** Vectors of workgroup memory. */
  readonly vectors: number
  /** WGSL that declares what a thread's loads and their positions in workgroup memory have in common. */
  readonly prologue: readonly string[]
  /** WGSL that loads the thread's share of the tile for depths from `k` on; `declare` is `let `, `var ` or nothing. */
  readonly loads: (k: string, declare: string) => string[]
  /** WGSL that writes the loaded values to workgroup memory. */
  readonly writes: readonly string[]
  /** WGSL that names where a thread's operands of block `block`, of `depths` depths, begin in workgroup memory. */
  readonly begin: (depths: number) => string
  /**
   * WGSL that reads a thread's operands of a block, one row (or column) after the other if memory runs along the depth,
   * else one depth after the other; and the expression of one value: the thread's `i`-th, at depth `q`.
   */
  readonly reads: readonly (readonly string[])[]
  readonly number: (i: number, q: number) => string
  /** The numbers 4j to 4j + 3 at depth `q`. */
  readonly vector: (j: number, q: number) => string
}

export function side(
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
  const group = size / (perThread / 4)
  const read = (vector: number) => memory.take(`${name}Tile[${name}Block + ${vector}u]`)
  const at = (plane: string, word: string) =>
    alongDepth
      ? `${plane} * ${stride}u + ${word} % 4u * ${quarter}u + ${word} / 4u`
      : `${plane} * ${stride}u + ${word}`
  return {
    along: operand.along,
    vectors,
    prologue: shares.flatMap((s) => [
      `let ${name}Plane${s} = ${plane(s)};`,
      `let ${name}Word${s} = ${word(s)};`,
      `let ${name}At${s} = ${name}Outer(${tileIndex} * ${width}u + ${name}Word${s});`,
      `let ${name}To${s} = ${at(`${name}Plane${s}`, `${name}Word${s}`)};`,
    ]),
    loads: (k, declare) =>
      shares.map((s) => {
        const depth = `${name}Depth(${alongDepth ? `${k} / 4u` : k}, ${name}Plane${s})`
        return `${declare}${name}Next${s} = ${memory.put(`${name}Load(${name}At${s}, ${depth})`)};`
      }),
    writes: shares.map((s) => `${name}Tile[${name}To${s}] = ${name}Next${s};`),
    begin: (depths) =>
      `let ${name}Block = block * ${alongDepth ? stride : depths * stride}u + ${thread};`,
    reads: alongDepth
      ? range(perThread).map((i) => [
          `let ${name}${i} = ${read((i % 4) * quarter + ((i >> 2) * group) / 4)};`,
        ])
      : range(4).map((q) =>
          range(perThread / 4).map(
            (j) => `let ${name}${j}_${q} = ${read(q * stride + (j * group) / 4)};`,
          ),
        ),
    number: (i, q) => (alongDepth ? `${name}${i}[${q}]` : `${name}${i >> 2}_${q}[${i % 4}]`),
    vector: (j, q) =>
      alongDepth ? vec4Of((e) => `${name}${4 * j + e}[${q}]`, memory.operand) : `${name}${j}_${q}`,
  }
}
