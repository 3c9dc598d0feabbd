/** Rows per thread, if all of them have the same coefficients. */
export const rowsAtOnce = (rowsPerGroup: number): 1 | 2 | 4 =>
  rowsPerGroup % 4 === 0 ? 4 : rowsPerGroup % 2 === 0 ? 2 : 1
