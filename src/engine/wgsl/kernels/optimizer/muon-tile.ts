import type { Kernel } from '../../codegen/kernel.ts'
import { declareBuffers, type BufferDeclaration } from '../../codegen/storage.ts'
import { matrixLookup, packMatrices, type MatrixLayout, type FlatMatrix } from './flat-matrices.ts'

/** A workgroup computes TILE x TILE cells of four rows and four columns. */
const TILE = 8
/** The largest dispatch dimension that every WebGPU device has. */
const MAX_WORKGROUPS = 65_535

export interface MuonProduct {
  readonly label: string
  readonly matrices: readonly FlatMatrix[]
  /** Rows of a matrix's result; columns are the matrix's own. */
  readonly resultRows: (matrix: FlatMatrix) => number
  readonly buffers: (layout: MatrixLayout) => readonly BufferDeclaration[]
  readonly declarations?: string
  /**
   * WGSL that accumulates `sum0` to `sum3`, the rows of a cell, and stores them. It can use `matrix` and the cell's
   * coordinates, row `down` and column `across`.
   */
  readonly body: string
  readonly flops: number
}

/**
 * A product of matrices for every one of Muon's, all in one dispatch. A thread computes a cell of 4x4 from memory: the
 * caches serve its neighbours' loads, and all of Muon is below a hundredth of a step's work.
 */
export function muonProduct(product: MuonProduct): Kernel {
  const tilesOf = (matrix: FlatMatrix) => ({
    down: Math.ceil(product.resultRows(matrix) / (4 * TILE)),
    across: Math.ceil(matrix.columns / (4 * TILE)),
  })
  const layout = packMatrices(product.matrices, (matrix) => {
    const { down, across } = tilesOf(matrix)
    return down * across
  })
  const rows = Math.ceil(layout.workgroups / MAX_WORKGROUPS)
  const columns = Math.ceil(layout.workgroups / rows)
  const { code, bindings } = declareBuffers(product.buffers(layout))
  return {
    label: `${product.label} of ${product.matrices.length} matrices`,
    code: `${code}${matrixLookup(layout)}${product.declarations ?? ''}
@compute @workgroup_size(${TILE * TILE})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let group = workgroup.y * ${columns}u + workgroup.x;
  if (group >= ${layout.workgroups}u) { return; }
  let matrix = matrixOf(group);
  let tile = group - matrix.workgroup;
  let tilesAcross = (matrix.width + ${TILE - 1}u) / ${TILE}u;
  let down = tile / tilesAcross * ${TILE}u + local / ${TILE}u;
  let across = tile % tilesAcross * ${TILE}u + local % ${TILE}u;
  if (across >= matrix.width) { return; }
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
${product.body}
}
`,
    bindings,
    workgroups: [columns, rows, 1],
    workgroupBytes: 0,
    invocations: TILE * TILE,
    flops: product.flops,
  }
}

/** WGSL: sum += a^T b over `count` rows of two matrices, for the cell, rows `stride` vectors apart. */
export const addTransposedProduct = (source: string, start: string, count: string): string => `
  if (down >= matrix.width) { return; }
  for (var k = 0u; k < ${count}; k++) {
    let row = ${start} + k * matrix.width;
    let a = ${source}[row + down];
    let b = ${source}[row + across];
    sum0 += a.x * b;
    sum1 += a.y * b;
    sum2 += a.z * b;
    sum3 += a.w * b;
  }`
