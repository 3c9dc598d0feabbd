import { afterEach, describe, expect, it, vi } from 'vitest'
import { remember, remembered, rememberedText } from './remembered.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const throwing = () => {
  throw new DOMException('Access is denied.', 'SecurityError')
}

describe('a choice of an earlier visit', () => {
  it('is remembered while it is offered', () => {
    const stored = new Map([['sort', 'seed']])
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => stored.set(name, value),
    })
    expect(remembered('sort', ['name', 'seed'], 'name')).toBe('seed')
    expect(remembered('sort', ['name'], 'name')).toBe('name')
    remember('note', 'seen')
    expect(rememberedText('note')).toBe('seen')
  })

  it.each([
    ['null, as in some apps', null],
    ['full or blocked', { getItem: throwing, setItem: throwing }],
  ])('is none where the storage is %s', (_what, storage) => {
    vi.stubGlobal('localStorage', storage)
    remember('sort', 'seed')
    expect(remembered('sort', ['name', 'seed'], 'name')).toBe('name')
    expect(rememberedText('note')).toBe('')
  })
})
