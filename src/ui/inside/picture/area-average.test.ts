import { describe, expect, it } from 'vitest'
import { averageRow, spanOf } from './area-average.ts'

/** A square shrunk row by row, as a picture is read. */
function shrunk(side: number, colour: (x: number, y: number) => readonly number[]) {
  const out = new Uint8ClampedArray(3 * 32 * 32)
  for (let row = 0; row < 32; row++) {
    const { first, end } = spanOf(row, side)
    const top = Math.floor(first)
    const rows = Array.from({ length: Math.ceil(end) - top }, (_, y) =>
      Array.from({ length: side }, (__, x) => [...colour(x, top + y), 255]),
    )
    averageRow(Uint8ClampedArray.from(rows.flat(2)), side, row, out)
  }
  return out
}

describe('averageRow', () => {
  it('does not change a picture of 32x32 pixels', () => {
    const out = shrunk(32, (x, y) => [x, y, 7 * x])
    expect(out.slice(3 * (32 * 5 + 9), 3 * (32 * 5 + 10))).toEqual(
      Uint8ClampedArray.from([9, 5, 63]),
    )
  })

  it('averages whole blocks', () => {
    const out = shrunk(64, (x, y) => [x % 2 === 0 ? 100 : 200, y % 2 === 0 ? 0 : 50, 9])
    expect(out.slice(-3)).toEqual(Uint8ClampedArray.from([150, 25, 9]))
  })

  it('counts parts of pixels by their share', () => {
    // 1.5 pixels a side: pixel 0 sees columns 0 (1) and 1 (1/2).
    const out = shrunk(48, (x) => [x === 0 ? 90 : 30, 0, 0])
    expect(out[0]).toBe(Math.round((90 + 30 / 2) / 1.5))
  })

  it('spreads a smaller picture', () => {
    const out = shrunk(16, (x, y) => [10 * x, 10 * y, 0])
    expect(out.slice(3 * 33, 3 * 34)).toEqual(Uint8ClampedArray.from([0, 0, 0]))
    expect(out.slice(3 * (32 * 2 + 3), 3 * (32 * 2 + 4))).toEqual(
      Uint8ClampedArray.from([10, 10, 0]),
    )
  })
})
