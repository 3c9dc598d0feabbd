import { IMAGE_SIDE } from '../../../data/records.ts'

/** Start and end of pixel `at` of 32 in a side of `side` pixels. */
export const spanOf = (at: number, side: number): { first: number; end: number } => ({
  first: (at * side) / IMAGE_SIDE,
  end: ((at + 1) * side) / IMAGE_SIDE,
})

/** How much of pixel `pixel` lies between `first` and `end`. */
const covered = (pixel: number, first: number, end: number): number =>
  Math.min(pixel + 1, end) - Math.max(pixel, first)

/**
 * One row of the picture shrunk to 32 pixels a side: each pixel is the mean of the area under it, with partial pixels
 * weighted by their share. `rgba` holds the rows from `Math.floor(first)` on of a square of `side` pixels, where
 * `first` is the row's `spanOf`; writes red, green, blue to `out` from `32 * 3 * row` on.
 */
export function averageRow(
  rgba: Uint8ClampedArray,
  side: number,
  row: number,
  out: Uint8ClampedArray,
): void {
  const { first, end } = spanOf(row, side)
  const top = Math.floor(first)
  for (let x = 0; x < IMAGE_SIDE; x++) {
    const { first: left, end: right } = spanOf(x, side)
    const sums = [0, 0, 0]
    for (let y = top; y < end; y++) {
      const height = covered(y, first, end)
      for (let column = Math.floor(left); column < right; column++) {
        const area = height * covered(column, left, right)
        const from = 4 * ((y - top) * side + column)
        for (let c = 0; c < 3; c++) sums[c] += area * rgba[from + c]
      }
    }
    const whole = (end - first) * (right - left)
    for (let c = 0; c < 3; c++) out[3 * (IMAGE_SIDE * row + x) + c] = Math.round(sums[c] / whole)
  }
}
