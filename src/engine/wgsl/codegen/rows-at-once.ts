/** Rows that one thread takes where it has the same coefficients for all of them. */
export const rowsAtOnce = (rowsPerGroup: number): 1 | 2 | 4 =>
  rowsPerGroup % 4 === 0 ? 4 : rowsPerGroup % 2 === 0 ? 2 : 1
