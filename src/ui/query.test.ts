import { describe, expect, it } from 'vitest'
import { presetChoice } from '../recipe/choice.ts'
import { DEFAULT_SETUP } from '../runs/setup.ts'
import { readQuery, writeSetup } from './query.ts'

/** The query after a setup was written into it. */
function writeQuery(search: string, setup: typeof DEFAULT_SETUP): string {
  const parameters = new URLSearchParams(search)
  writeSetup(parameters, setup)
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

describe('readQuery', () => {
  it('is the page’s own setup where the address asks for nothing', () => {
    expect(readQuery('')).toEqual({ setup: DEFAULT_SETUP, chosen: false, theme: null })
  })

  it('takes recipe, seed, engine, toggles and theme', () => {
    const { setup, chosen, theme } = readQuery(
      '?recipe=tiny&seed=4294967295&engine=wgsl&cutout=on&crop=off&flip=on&theme=dark',
    )
    expect(setup).toEqual({
      choice: { ...presetChoice('tiny'), toggles: { crop: false, cutout: true } },
      seed: 4294967295,
      engine: 'wgsl',
    })
    expect([chosen, theme]).toEqual([true, 'dark'])
  })

  it('leaves out what makes no sense', () => {
    const senseless = [
      '?recipe=page-1000&seed=-1&engine=cuda&cutout=maybe&theme=pink',
      '?seed=4294967296',
      '?seed=1e3',
      '?seed=3.5',
      '?recipe=__proto__&crop=',
      '?gelu=on&silu=on',
      '?set.labelSmoothing=3',
      '?set.optimiser.speed=1',
      '?set.__proto__=1&retune=crop,nonsense',
    ]
    for (const search of senseless) expect(readQuery(search).setup).toEqual(DEFAULT_SETUP)
  })
})

describe('writeSetup', () => {
  it('is read back as it was', () => {
    const { setup } = readQuery(
      '?recipe=page-79&seed=7&flip=off&celu=on&retune=celu&set.views=mirror&set.schedule.knots=[[0,1]]',
    )
    expect(setup.choice).toEqual({
      preset: 'page-79',
      toggles: { flip: false, celu: true },
      retunes: ['celu'],
      overrides: { 'schedule.knots': [[0, 1]], views: 'mirror' },
    })
    expect(readQuery(writeQuery('', setup)).setup).toEqual(setup)
    expect(writeQuery(writeQuery('', setup), DEFAULT_SETUP)).toBe('')
  })

  it('writes no defaults and keeps what others wrote', () => {
    expect(writeQuery('?theme=dark&recipe=tiny&seed=3', DEFAULT_SETUP)).toBe('?theme=dark')
    expect(writeQuery('', DEFAULT_SETUP)).toBe('')
  })
})
