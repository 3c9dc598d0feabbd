import { describe, expect, it } from 'vitest'
import { DEVICE_PROFILES } from '../../plan/limits.ts'
import { convTiles, F16_PRODUCT_TILE, type TileProfile, type TileTask } from './conv-tiles.ts'

const task: TileTask = {
  kind: 'forward',
  shape: {
    batch: 512,
    height: 16,
    width: 16,
    in: 64,
    out: 64,
    kernel: 3,
    stride: 1,
    padding: 'same',
    outHeight: 16,
    outWidth: 16,
  },
  storage: 'f16',
}
const indexOfF16Products = (of: TileTask, profile: Partial<TileProfile> = {}) =>
  convTiles(of, { ...DEVICE_PROFILES.desktop, ...profile }).indexOf(F16_PRODUCT_TILE)

describe('convTiles', () => {
  it('offers f16 products only in f16, for many channels, on GPUs, and never first', () => {
    expect(indexOfF16Products(task)).toBeGreaterThan(0)
    expect(indexOfF16Products({ ...task, storage: 'f32' })).toBe(-1)
    expect(indexOfF16Products({ ...task, shape: { ...task.shape, out: 32 } })).toBe(-1)
    expect(indexOfF16Products(task, { software: true })).toBe(-1)
  })

  // Its sums of 8x8 results per thread would spill there.
  it('offers no f16 products on Intel GPUs', () => {
    expect(indexOfF16Products(task, { intel: true })).toBe(-1)
  })
})
