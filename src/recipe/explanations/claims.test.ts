import { describe, expect, it } from 'vitest'
import { EXPLANATIONS } from '../explanations.ts'
import { CLAIMS } from './claims.ts'

const figures = (text: string) => text.match(/\d+(\.\d+)?/g) ?? []

describe('CLAIMS', () => {
  it.each(CLAIMS)('$toggle: no figure that its explanation lacks', ({ toggle, words }) => {
    const known = figures(EXPLANATIONS[toggle].paragraph)
    for (const figure of figures(words)) expect(known).toContain(figure)
  })

  it('has each improvement once', () => {
    expect(new Set(CLAIMS.map(({ toggle }) => toggle)).size).toBe(CLAIMS.length)
  })
})
