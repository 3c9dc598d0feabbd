import { describe, expect, it } from 'vitest'
import { isolated } from './isolated.ts'

describe('isolated', () => {
  it.each(['quiet heron', 'Läufer 7', '三十二 images', '👩‍🔬 run', ''])(
    'leaves “%s” as it is',
    (text) => {
      expect(isolated(text)).toBe(text)
    },
  )

  it.each(['ניסוי 5', 'تجربة 94', 'run ניסוי', '\u{1e900}\u{1e901}'])('isolates “%s”', (text) => {
    expect(isolated(text)).toBe(`\u2068${text}\u2069`)
  })

  it('removes characters that would reorder surrounding text or end the isolate', () => {
    expect(isolated('heron\u202e%4.19')).toBe('heron%4.19')
    expect(isolated('\u2066ניסוי\u2069\u202e 5\u200f')).toBe('\u2068ניסוי 5\u2069')
  })
})
