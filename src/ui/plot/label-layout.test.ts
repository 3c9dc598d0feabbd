import { describe, expect, it } from 'vitest'
import { placeLabels } from './label-layout.ts'

const FREE = { top: 0, bottom: 300, avoid: null }

describe('placeLabels', () => {
  it('leaves alone what has room', () => {
    expect(placeLabels([100, 20, 200], FREE)).toEqual([100, 20, 200])
  })

  it('spreads crowded labels around their middle, in order', () => {
    expect(placeLabels([104, 100, 102], FREE)).toEqual([119, 85, 102])
  })

  it('joins groups that come to touch', () => {
    const placed = placeLabels([100, 101, 117], FREE)
    expect(placed[1] - placed[0]).toBe(17)
    expect(placed[2] - placed[1]).toBe(17)
    expect((placed[0] + placed[1] + placed[2]) / 3).toBeCloseTo(106, 9)
  })

  it('keeps every label on its side of the line, and clear of it', () => {
    const placed = placeLabels([46, 52, 56], { ...FREE, avoid: 50 })
    expect(placed[0]).toBe(39)
    expect(placed[1]).toBeGreaterThanOrEqual(61)
    expect(placed[2] - placed[1]).toBeGreaterThanOrEqual(17)
  })

  it('stays inside the plot', () => {
    expect(placeLabels([296, 299], FREE)).toEqual([283, 300])
    expect(placeLabels([-4, 2], FREE)).toEqual([0, 17])
  })
})
