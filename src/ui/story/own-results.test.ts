import { describe, expect, it } from 'vitest'
import { presetChoice, withToggle } from '../../recipe/choice.ts'
import { newEntry, type RunEntry } from '../../runs/history/entry.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { ownResults } from './own-results.ts'

type Options = Parameters<typeof syntheticRecord>[0]

const entry = (options: Options, origin: RunEntry['origin'] = 'here') =>
  newEntry(syntheticRecord(options), origin)

const page10 = presetChoice('page-10')

describe('ownResults', () => {
  it('averages over seeds of an unchanged preset, and of another preset with the same recipe', () => {
    const own = ownResults(
      [
        entry({ choice: page10, accuracy: 0.942, record: { seed: 1, trainSeconds: 80 } }),
        entry({ choice: page10, accuracy: 0.94, record: { seed: 2, trainSeconds: 90 } }),
        entry({ choice: presetChoice('e1-32'), accuracy: 0.9421 }),
      ],
      ['page-10', 'page-13', 'auto'],
    )
    expect([...own.keys()]).toEqual(['page-10', 'auto'])
    expect(own.get('page-10')?.accuracy).toMatchObject({ count: 2, mean: 0.941 })
    expect(own.get('page-10')?.seconds.mean).toBe(85)
  })

  it('leaves out changed recipes, other people’s runs, the sample, and what did not finish', () => {
    const own = ownResults(
      [
        entry({ choice: withToggle(page10, 'cutout', true) }),
        entry({ choice: page10 }, 'link'),
        entry({ choice: page10 }, 'shipped'),
        entry({ choice: page10, record: { dataset: 'sample' } }),
        entry({ choice: page10, record: { ending: { kind: 'stopped' } } }),
      ],
      ['page-10'],
    )
    expect(own.size).toBe(0)
  })

  it('keeps the newest device', () => {
    const own = ownResults(
      [
        entry({ choice: page10, record: { adapter: 'new', trainSeconds: 20 } }),
        entry({ choice: page10, record: { adapter: 'old', trainSeconds: 200 } }),
      ],
      ['page-10'],
    )
    expect(own.get('page-10')).toMatchObject({ seconds: { mean: 20 }, record: { adapter: 'new' } })
  })
})
