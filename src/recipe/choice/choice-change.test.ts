import { describe, expect, it } from 'vitest'
import { presetChoice, withFields, withToggle } from '../choice.ts'
import { choiceChange } from './choice-change.ts'

const PAGE = presetChoice('page-10')
const WITHOUT = withToggle(PAGE, 'batchNorm', false)

describe('choiceChange', () => {
  it('names the one toggle that differs, and how it is now', () => {
    expect(choiceChange(PAGE, WITHOUT)).toEqual({ kind: 'toggle', toggle: 'batchNorm', on: false })
    expect(choiceChange(WITHOUT, PAGE)).toEqual({ kind: 'toggle', toggle: 'batchNorm', on: true })
    expect(choiceChange(PAGE, withToggle(PAGE, 'cutout', true))).toMatchObject({ on: true })
  })

  it('names the one field that differs', () => {
    const small = withFields(PAGE, { batchSize: 256 })
    expect(choiceChange(PAGE, small)).toEqual({ kind: 'field', path: 'batchSize', value: 256 })
    expect(choiceChange(small, PAGE)).toEqual({ kind: 'several' })
  })

  it('distinguishes no change, one change, several changes and another preset', () => {
    expect(choiceChange(PAGE, withToggle(WITHOUT, 'labelSmoothing', false))).toEqual({
      kind: 'several',
    })
    expect(choiceChange(PAGE, withFields(WITHOUT, { batchSize: 256 }))?.kind).toBe('several')
    expect(choiceChange(PAGE, presetChoice('page-13'))).toEqual({ kind: 'preset' })
    expect(choiceChange(WITHOUT, WITHOUT)).toBeNull()
  })
})
