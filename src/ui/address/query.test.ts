import { describe, expect, it } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import { DEFAULT_SETUP } from '../../runs/store/setup.ts'
import { ignoredWords, readQuery, writeSetup } from './query.ts'

/** The query after a setup was written into it. */
function writeQuery(search: string, setup: typeof DEFAULT_SETUP): string {
  const parameters = new URLSearchParams(search)
  writeSetup(parameters, setup)
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

describe('readQuery', () => {
  it('is the page’s default setup for an empty address', () => {
    expect(readQuery('')).toEqual({
      setup: DEFAULT_SETUP,
      chosen: false,
      theme: null,
      matrices: false,
      ignored: [],
    })
  })

  it('reads recipe, seed, engine, toggles and theme', () => {
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

  it('asks for subgroup matrices only where the address does', () => {
    expect(readQuery('?matrices=on')).toMatchObject({ matrices: true, ignored: [] })
    expect(readQuery('?matrices=off')).toMatchObject({ matrices: false, ignored: [{}] })
  })

  it('leaves out what makes no sense', () => {
    const senseless = [
      '?recipe=page-1000&seed=-1&engine=cuda&cutout=maybe&theme=pink',
      '?seed=4294967296',
      '?seed=1e3',
      '?seed=3.5',
      '?recipe=__proto__&crop=',
      '?set.labelSmoothing=3',
      '?set.optimiser.speed=1',
      '?set.__proto__=1&retune=crop,nonsense',
    ]
    for (const search of senseless) expect(readQuery(search).setup).toEqual(DEFAULT_SETUP)
  })
})

describe('what readQuery ignores', () => {
  const parts = (search: string) => readQuery(search).ignored.map(({ part }) => part)

  it.each([
    ['?recipe=page10', ['recipe=page10'], /did you mean page-10/],
    ['?cutuot=off', ['cutuot=off'], /unknown setting/],
    ['?seed=-1', ['seed=-1'], /whole number from 0 to 4,294,967,295/],
    ['?engine=WGSL', ['engine=WGSL'], /one of wgsl, tfjs/],
    ['?cutout=maybe', ['cutout=maybe'], /one of on, off/],
    ['?retune=crop,nonsense', ['retune=nonsense'], /unknown setting/],
    ['?set.batchSize=x', ['set.batchSize=x'], /batchSize: It must be a whole number/],
    [
      '?set.length={"unit":"steps","count":1.5}',
      ['set.length={"unit":"steps","count":1.5}'],
      /length\.count: .*whole number/,
    ],
    ['?set.length.count=1e309', ['set.length.count=1e309'], /length\.count/],
    ['?seed=1&seed=2&seed=1', ['seed=2', 'seed=1'], /given twice/],
    ['?cutout=on&cutout=off', ['cutout=off'], /given twice/],
    ['?set.__proto__=1', ['set.__proto__=1'], /no field "__proto__"/],
  ])('is named with the reason: %s', (search, expected, reason) => {
    expect(parts(search)).toEqual(expected)
    expect(readQuery(search).ignored[0].reason).toMatch(reason)
  })

  it('leaves the rest in use', () => {
    const { setup, ignored } = readQuery(
      '?recipe=page-10&labelSmoothing=off&seed=5&set.batchSize=x',
    )
    expect(setup).toMatchObject({
      choice: { preset: 'page-10', toggles: { labelSmoothing: false }, overrides: {} },
      seed: 5,
    })
    expect(ignored).toHaveLength(1)
    const several = readQuery(
      '?celu=on&silu=on&set.batchSize=x&set.labelSmoothing=0.1&set.momentum=2',
    )
    expect(several.setup.choice).toMatchObject({
      toggles: { celu: true },
      overrides: { labelSmoothing: 0.1 },
    })
    expect(several.ignored.map(({ part }) => part)).toEqual([
      'silu=on',
      'set.batchSize=x',
      'set.momentum=2',
    ])
  })

  it.each([
    [`?set.schedule.knots=${'['.repeat(24_000)}${']'.repeat(24_000)}`, 1, /schedule/],
    [`?set.${'a.'.repeat(24_000)}b=1`, 1, /no field "a\.a/],
    [
      `?${Array.from({ length: 3000 }, (_, i) => `set.a${i}=1`).join('&')}`,
      3000,
      /no field|too many/,
    ],
    [`?retune=${'a,'.repeat(24_000)}a`, 24_001, /unknown setting/],
    [`?set.schedule.knots=${'['.repeat(60_000)}`, 1, /too long for an address/],
  ])('is named, however long or deep: %.30s', (search, count, reason) => {
    const { setup, ignored } = readQuery(search)
    expect(setup).toEqual(DEFAULT_SETUP)
    expect(ignored).toHaveLength(count)
    for (const each of [ignored[0], ignored[count - 1]]) expect(each.reason).toMatch(reason)
    expect(ignoredWords(ignored).length).toBeLessThan(1200)
  })

  it('accepts settings that are only valid together, and ignores tracking parameters and views', () => {
    const both = readQuery('?recipe=page-10&set.batchSize=500&set.network.norm.groupSize=25')
    expect(both).toMatchObject({
      ignored: [],
      setup: { choice: { overrides: { batchSize: 500 } } },
    })
    expect(parts('?utm_source=chat&fbclid=x&view=compare&runs=0123456789abcdef&smooth=1')).toEqual(
      [],
    )
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

  it('reads -0 as the 0 that is written for it', () => {
    const { setup } = readQuery('?set.schedule.knots=[[-0,0],[1,1]]')
    expect(setup.choice.overrides['schedule.knots']).toEqual([
      [0, 0],
      [1, 1],
    ])
    expect(readQuery(writeQuery('', setup)).setup).toEqual(setup)
  })

  it('writes no defaults and keeps what others wrote', () => {
    expect(writeQuery('?theme=dark&recipe=tiny&seed=3', DEFAULT_SETUP)).toBe('?theme=dark')
    expect(writeQuery('', DEFAULT_SETUP)).toBe('')
  })
})
