import { describe, expect, it } from 'vitest'
import { roundStep } from './round-step.ts'

describe('roundStep', () => {
  it('is 1, 2 or 5 times a power of ten', () => {
    expect([0.3, 1, 1.1, 2.5, 5.1, 70].map(roundStep)).toEqual([0.5, 1, 2, 5, 10, 100])
  })
})
