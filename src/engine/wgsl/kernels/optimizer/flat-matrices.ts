/**
 * A weight tensor that is updated as a whole, seen as a matrix in the flat buffers: [k * k * in, out] of a
 * convolution's HWIO, [in, out] of a linear layer.
 */
export interface FlatMatrix {
  /** First element in the flat buffers. */
  readonly offset: number
  /** Its row in the table of rates. */
  readonly row: number
  /** As stored: multiples of 4. */
  readonly rows: number
  readonly columns: number
  /** Output channels without padding. */
  readonly outputs: number
}

/** Where a matrix lies in buffers that hold all matrices in a row, and which workgroups process it. */
interface PackedMatrix extends FlatMatrix {
  /** First vector of the matrix, and of a square matrix [columns, columns] of it. */
  readonly vector: number
  readonly square: number
  readonly workgroup: number
}

export interface MatrixLayout {
  readonly matrices: readonly PackedMatrix[]
  /** Vectors of all matrices, and of all square ones. */
  readonly vectors: number
  readonly squares: number
  readonly workgroups: number
}

/** Packs the matrices, giving each as many workgroups as `workgroupsOf` says. */
export function packMatrices(
  matrices: readonly FlatMatrix[],
  workgroupsOf: (matrix: FlatMatrix) => number,
): MatrixLayout {
  let vectors = 0
  let squares = 0
  let workgroups = 0
  const packed = matrices.map((matrix) => {
    const { rows, columns } = matrix
    const entry = { ...matrix, vector: vectors, square: squares, workgroup: workgroups }
    vectors += (rows * columns) / 4
    squares += (columns * columns) / 4
    workgroups += workgroupsOf(matrix)
    return entry
  })
  return { matrices: packed, vectors, squares, workgroups }
}

/**
 * WGSL `matrixOf(workgroup) -> Matrix`: the matrix that a workgroup works on, sizes and offsets in vectors of four:
 * `width` vectors a row, `weights` the offset in the flat buffers, `workgroup` the first of its workgroups, `norm` the
 * square root of its outputs.
 */
export const matrixLookup = ({ matrices }: MatrixLayout): string => {
  const literal = (matrix: PackedMatrix, i: number) => {
    const { rows, columns, vector, square, workgroup, offset, row } = matrix
    const fields = [i, rows, columns / 4, vector, square, offset / 4, workgroup, row]
    return `Matrix(${fields.map((field) => `${field}u`).join(', ')}, ${Math.sqrt(matrix.outputs)})`
  }
  const choices = matrices.map((matrix, i) =>
    i === 0
      ? `  var matrix = ${literal(matrix, i)};`
      : `  if (workgroup >= ${matrix.workgroup}u) { matrix = ${literal(matrix, i)}; }`,
  )
  return `
struct Matrix { index: u32, rows: u32, width: u32, vector: u32, square: u32, weights: u32, workgroup: u32, row: u32, norm: f32 }
fn matrixOf(workgroup: u32) -> Matrix {
${choices.join('\n')}
  return matrix;
}
`
}

/** Parts that each matrix's squared norms are summed in. */
export const NORM_PARTS = 64

/** WGSL `normsOf(index) -> vec2f`: Frobenius norms of matrix `index`'s update and weight, from the parts in `norms`. */
export const MATRIX_NORMS = `
fn normsOf(index: u32) -> vec2f {
  var sum = vec2f();
  for (var part = 0u; part < ${NORM_PARTS}u; part++) { sum += norms[index * ${NORM_PARTS}u + part]; }
  return sqrt(sum);
}
`
