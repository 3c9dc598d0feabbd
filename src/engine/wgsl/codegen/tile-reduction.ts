import type { Kernel, StorageType } from './kernel.ts'
import { declareBuffers, storageDirectives, type BufferDeclaration } from './storage.ts'
import {
  foldRowLanes,
  tilePrologue,
  rowTileThreads,
  tileWorkgroups,
  type RowTiles,
} from './row-tiles.ts'

const BYTES = { f32: 4, vec4f: 16 }

/** A thread's partial result, and the workgroup array that its neighbours read it from. */
export interface PartialResult {
  readonly array: string
  readonly type: keyof typeof BYTES
  /** A WGSL expression. */
  readonly value: string
}

export interface TileReduction {
  readonly label: string
  readonly storage: StorageType
  readonly tiles: RowTiles
  /** Channel vectors of a row. */
  readonly vectors: number
  readonly buffers: readonly BufferDeclaration[]
  /** Functions and constants of the module. */
  readonly declarations?: string
  /** Statements that process a thread's rows; `tilePrologue` declares the variables they can use. */
  readonly body: string
  readonly found: readonly PartialResult[]
  /** The statement that merges the partial result of thread `other` into this thread's. */
  readonly fold: string
  /** Statements that store the result of `tile` for channel vector `v`. */
  readonly store: string
}

/** A kernel that reduces the pixels of each tile, channel by channel. */
export function tileReduction(reduction: TileReduction): Kernel {
  const { label, storage, tiles, vectors, declarations = '', found } = reduction
  const { code, bindings } = declareBuffers(reduction.buffers)
  const threads = rowTileThreads(tiles)
  const arrays = found.map(
    ({ array, type }) => `var<workgroup> ${array}: array<${type}, ${threads}>;\n`,
  )
  return {
    label,
    code: `${storageDirectives(storage)}${code}${declarations}
${arrays.join('')}@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {${tilePrologue(tiles, vectors)}
${reduction.body}
${found.map(({ array, value }) => `  ${array}[local] = ${value};`).join('\n')}${foldRowLanes(tiles, reduction.fold)}
  if (rowLane == 0u && present) {
${reduction.store}
  }
}
`,
    bindings,
    workgroups: tileWorkgroups(tiles),
    workgroupBytes: threads * found.reduce((sum, { type }) => sum + BYTES[type], 0),
    invocations: threads,
    flops: 0,
  }
}
