import type { TensorShape } from '../../codegen/tensor-shape.ts'

/** Square images scaled down by bilinear interpolation, corners not aligned: [batch, side, side, channels]. */
export function scaledDown(
  x: ArrayLike<number>,
  { batch, height, channels }: TensorShape,
  side: number,
): Float64Array {
  const sources = Array.from({ length: side }, (_, i) => {
    const source = ((i + 0.5) * height) / side - 0.5
    const low = Math.floor(source)
    return { low, high: Math.min(low + 1, height - 1), share: source - low }
  })
  const y = new Float64Array(batch * side * side * channels)
  let at = 0
  for (let n = 0; n < batch; n++) {
    for (const row of sources) {
      for (const column of sources) {
        for (let c = 0; c < channels; c++) {
          const value = (r: number, q: number) => x[((n * height + r) * height + q) * channels + c]
          const along = (r: number) =>
            (1 - column.share) * value(r, column.low) + column.share * value(r, column.high)
          y[at++] = (1 - row.share) * along(row.low) + row.share * along(row.high)
        }
      }
    }
  }
  return y
}
