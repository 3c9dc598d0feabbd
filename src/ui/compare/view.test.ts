import { beforeAll, describe, expect, it, vi } from 'vitest'

// The module reads the address as it is loaded.
beforeAll(() => {
  vi.stubGlobal('location', { search: '', pathname: '/', hash: '' })
  vi.stubGlobal('addEventListener', () => {})
})

describe('a view in the address', () => {
  const ASKED =
    'runs=0123456789abcdef%2Cfedcba9876543210&x=seconds&log=x&smooth=1&label=best&loss=train&seeds=apart&sort=time'

  it('is read back as it was written, beside what others put there', async () => {
    const { readView, writeView } = await import('./view.ts')
    const view = readView(`?${ASKED}`)
    expect(view.runs).toHaveLength(2)
    const parameters = new URLSearchParams('place=compare')
    writeView(parameters, view)
    expect(readView(`?${parameters}`)).toEqual(view)
    expect(parameters.get('place')).toBe('compare')
  })

  it('leaves defaults out, and out of range out', async () => {
    const { readView, writeView } = await import('./view.ts')
    const senseless = readView('?runs=<b>,12&x=miles&smooth=1e9&label=worst&sort=__proto__')
    expect(senseless).toEqual({ ...readView(''), runs: [] })
    const parameters = new URLSearchParams()
    writeView(parameters, readView(''))
    expect(parameters.toString()).toBe('')
  })
})
