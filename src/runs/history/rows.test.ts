import { describe, expect, it } from 'vitest'
import { presetChoice } from '../../recipe/choice.ts'
import type { RunRecord } from '../record/record.ts'
import { syntheticRecord } from '../testing/records.ts'
import { newEntry, type RunEntry } from './entry.ts'
import { resultOf, rowsOf, searchRuns, newestBySeed, sortRows } from './rows.ts'

interface Options {
  readonly accuracy?: number
  readonly preset?: Parameters<typeof presetChoice>[0]
  readonly origin?: RunEntry['origin']
  readonly record?: Partial<RunRecord>
}

function entry(seed: number, at: number, options: Options = {}): RunEntry {
  const { accuracy = 0.94, preset = 'page-10', origin = 'here', record = {} } = options
  const choice = presetChoice(preset)
  return newEntry(
    syntheticRecord({
      epochs: 1,
      accuracy,
      choice,
      record: { seed, startedAt: 1000 * at, ...record },
    }),
    origin,
  )
}

const newest = (entries: readonly RunEntry[]) =>
  entries.toSorted((a, b) => b.record.startedAt - a.record.startedAt)

describe('rowsOf', () => {
  const runs = newest([
    entry(1, 1, { accuracy: 0.94 }),
    entry(2, 2, { accuracy: 0.942 }),
    entry(2, 3, { accuracy: 0.942 }),
    entry(1, 4, { preset: 'airbench94' }),
    entry(3, 5, { record: { adapter: 'another GPU' } }),
    entry(4, 6, { record: { ending: { kind: 'stopped' } } }),
    entry(5, 7, { origin: 'link' }),
  ])

  it('puts the seeds of one recipe under one set of conditions into one row', () => {
    const rows = rowsOf(runs, true)
    expect(rows.map(({ entries }) => entries.map(({ record }) => record.seed))).toEqual([
      [5],
      [4],
      [3],
      [1],
      [2, 2, 1],
    ])
    expect(rows[4].id).toBe(runs.find(({ record }) => record.startedAt === 1000)?.id)
    expect(rowsOf(runs, false)).toHaveLength(7)
  })

  it('separates runs on other images', () => {
    const images = ['0123456789abcdef', '0123456789abcdef', 'fedcba9876543210']
    const others = images.map((imagesFingerprint, i) =>
      entry(i + 1, i + 1, { record: { imagesFingerprint } }),
    )
    const rows = rowsOf(newest([...others, entry(4, 4)]), true)
    const seeds = rows.map(({ entries }) => entries.map(({ record }) => record.seed))
    expect(seeds).toEqual([[4], [3], [2, 1]])
  })

  it('counts a seed once', () => {
    const [row] = rowsOf(runs, true).slice(-1)
    expect(newestBySeed(row).map(({ record }) => [record.seed, record.startedAt])).toEqual([
      [1, 1000],
      [2, 3000],
    ])
    expect(resultOf(row)?.accuracy).toMatchObject({ count: 2, mean: 0.941 })
    expect(resultOf(rowsOf(runs, true)[1])).toBeNull()
  })
})

describe('sortRows', () => {
  const rows = rowsOf(
    newest([
      entry(1, 1, { accuracy: 0.95, record: { trainSeconds: 80 } }),
      entry(2, 2, { accuracy: 0.93, record: { trainSeconds: 60 } }),
      entry(3, 3, { record: { ending: { kind: 'stopped' } } }),
    ]),
    false,
  )
  const seeds = (sort: Parameters<typeof sortRows>[1]) =>
    sortRows(rows, sort).map(({ entries }) => entries[0].record.seed)

  it('sorts by each key, what did not finish last', () => {
    expect(seeds('newest')).toEqual([3, 2, 1])
    expect(seeds('accuracy')).toEqual([1, 2, 3])
    expect(seeds('time')).toEqual([2, 1, 3])
    const names = sortRows(rows, 'name').map(({ entries }) => entries[0].name)
    expect(names).toEqual([...names].sort())
  })
})

describe('searchRuns', () => {
  const runs = [
    { ...entry(1, 1), name: 'quiet heron', note: 'by the window' },
    { ...entry(12, 2), name: 'plain lathe' },
  ]
  const found = (text: string) =>
    searchRuns(runs, text, ({ record }) => record.choice.preset).map(({ name }) => name)

  it('finds every word in any text of a run', () => {
    expect(found('HERON')).toEqual(['quiet heron'])
    expect(found('window quiet')).toEqual(['quiet heron'])
    expect(found('seed 12')).toEqual(['plain lathe'])
    expect(found(' page-10 ')).toHaveLength(2)
    expect(found('heron lathe')).toEqual([])
  })
})
