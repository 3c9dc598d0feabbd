import { describe, expect, it } from 'vitest'
import { labelPositions, type LabelledEnd } from './label-positions.ts'

const PLOT = { right: 600, top: 0, bottom: 300 }
const FREE = { plot: PLOT, now: null, avoid: null, curve: [] }
const own = (x: number, y: number): LabelledEnd => ({ x, y, behind: false })
const behind = (x: number, y: number): LabelledEnd => ({ x, y, behind: true })

describe('labelPositions', () => {
  it('places the label of the curve behind at the right edge while a run waits for its images', () => {
    const [label] = labelPositions([behind(600, 48)], { ...FREE, now: 0, avoid: 50 })
    expect(label.x).toBeGreaterThan(PLOT.right)
    expect(label.y).toBe(39)
  })

  it('places own labels right of now, and leaves those of the other column alone', () => {
    const labels = labelPositions([own(200, 100), behind(600, 100)], { ...FREE, now: 200 })
    expect(labels).toEqual([
      { x: 212, y: 100 },
      { x: 612, y: 100 },
    ])
  })

  it('leaves the label of a curve behind that ends early at its end', () => {
    const [label] = labelPositions([behind(300, 100)], { ...FREE, now: 40 })
    expect(label).toEqual({ x: 312, y: 100 })
  })

  it('separates both when they share a column', () => {
    const near = labelPositions([own(560, 100), behind(600, 100)], { ...FREE, now: 560 })
    expect(near[1].y - near[0].y).toBe(17)
    const ended = labelPositions([own(600, 100), behind(600, 98)], FREE)
    expect(ended[0].y - ended[1].y).toBe(17)
    expect(ended[0].x).toBe(ended[1].x)
  })

  it('moves an own label below the curve behind it that would run through it', () => {
    const curve = [
      { x: 100, y: 200 },
      { x: 300, y: 100 },
      { x: 600, y: 50 },
    ]
    const [label] = labelPositions([own(200, 145)], { ...FREE, now: 200, curve })
    expect(label.y).toBe(144 + 12)
    expect(labelPositions([own(200, 250)], { ...FREE, now: 200, curve })[0].y).toBe(250)
    expect(labelPositions([own(200, 20)], { ...FREE, now: 200, curve })[0].y).toBe(20)
  })
})
