import { describe, expect, it } from 'vitest'
import { newEntry } from '../../runs/history/entry.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { originWords, rowName } from './run-words.ts'

const shared = { ...newEntry(syntheticRecord({ accuracy: 0.9422 }), 'link'), checkedBy: 'own' }
const words = (accuracy: number) => {
  const own = { ...newEntry(syntheticRecord({ accuracy }), 'here'), name: 'quiet heron' }
  return originWords(shared, () => own).replaceAll('\u00a0', ' ')
}

describe('rowName', () => {
  it('cannot reorder the words around it', () => {
    const named = (name: string) => {
      const entry = { ...newEntry(syntheticRecord({ accuracy: 0.94 }), 'file'), name }
      return rowName({ id: entry.id, entries: [entry] })
    }
    expect(named('quiet heron')).toBe('quiet heron')
    expect(named('heron\u202e')).toBe('heron')
    expect(named('ניסוי')).toBe('\u2068ניסוי\u2069')
  })
})

describe('originWords', () => {
  it('says how far a run from here is off the shared one that it repeats', () => {
    expect(words(0.9422)).toBe('reproduced here by quiet heron: same result')
    expect(words(0.941)).toBe('reproduced here by quiet heron: 0.12 points lower')
    expect(words(0.9425)).toBe('reproduced here by quiet heron: 0.03 points higher')
  })

  it('says that nothing repeated it, and nothing of a run from here', () => {
    expect(originWords(shared, () => null)).toBe('from a link, not verified here')
    expect(originWords({ ...shared, origin: 'here' }, () => null)).toBe('')
  })
})
