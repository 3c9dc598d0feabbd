import { describe, expect, it } from 'vitest'
import { presetChoice } from '../../../../recipe/choice.ts'
import { newEntry } from '../../../../runs/history/entry.ts'
import { syntheticRecord } from '../../../../runs/testing/records.ts'
import { curvesOf } from './curves.ts'
import { lossShown } from './loss-shown.ts'

const curves = (...epochs: number[]) =>
  curvesOf(
    epochs.map((count, i) => {
      const run = syntheticRecord({
        choice: presetChoice('tiny'),
        epochs: count,
        record: { seed: i },
      })
      const entry = newEntry(run, 'here')
      return { id: entry.id, entries: [entry] }
    }),
    ({ id }) => id,
  )

describe('lossShown', () => {
  it('is the training loss if no run was tested twice', () => {
    expect(lossShown(null, curves(1, 1))).toBe('train')
    expect(lossShown(null, curves(1, 2))).toBe('test')
    expect(lossShown(null, [])).toBe('test')
  })

  it('is the requested one', () => {
    expect(lossShown('test', curves(1))).toBe('test')
    expect(lossShown('train', curves(9))).toBe('train')
  })
})
