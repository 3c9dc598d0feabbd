import { describe, expect, it } from 'vitest'
import {
  drawAt,
  DRAW_WORDS,
  MAX_DRAWS,
  NO_JITTER,
  NO_PATCH,
  setDraw,
  UNCHANGED,
} from './augmentation-draws.ts'

describe('draws', () => {
  it.each([
    { record: 0, augmentation: UNCHANGED, patch: NO_PATCH, jitter: NO_JITTER },
    {
      record: 2 ** 32 - 1,
      augmentation: {
        shiftX: -16,
        shiftY: 15,
        mirrored: true,
        cutoutX: 31,
        cutoutY: 0,
        cutoutSide: 31,
      },
      patch: { partner: MAX_DRAWS - 1, x: 31, y: 0, side: 31 },
      jitter: { brightness: -0.125, contrast: 1.25 },
    },
    {
      record: 49_999,
      augmentation: {
        shiftX: 4,
        shiftY: -4,
        mirrored: false,
        cutoutX: 3,
        cutoutY: 24,
        cutoutSide: 8,
      },
      patch: { partner: 777, x: 0, y: 29, side: 3 },
      jitter: NO_JITTER,
    },
  ])('are unpacked as they were packed: $record', (draw) => {
    const draws = { epoch: 0, words: new Uint32Array(2 * DRAW_WORDS) }
    setDraw(draws, 1, draw)
    expect(drawAt(draws, 1)).toEqual(draw)
    expect(drawAt(draws, 0).record).toBe(0)
  })
})
