import { describe, expect, it } from 'vitest'
import { newEntry } from '../history/entry.ts'
import { RECORD_VERSION } from '../record/record.ts'
import { syntheticRecord } from '../testing/records.ts'
import { readFiledRun, readRunFile, writeRunCsv, writeRunFile } from './run-file.ts'
import { toCsv, toMarkdown } from './table-text.ts'

const stored = (seed: number) => {
  const run = syntheticRecord({ epochs: 3, record: { seed } })
  return { entry: { ...newEntry(run, 'here'), note: 'so, "this" one' }, steps: run.steps }
}

const readAll = (text: string) => readRunFile(text).map(readFiledRun)

describe('a file of runs', () => {
  it('is read back as it was written', () => {
    const runs = [stored(1), stored(2)]
    const read = readAll(writeRunFile(runs))
    expect(read).toMatchObject(
      runs.map(({ entry, steps }) => ({ record: entry.record, name: entry.name, steps })),
    )
    expect(read[1]).toMatchObject({ note: runs[1].entry.note, recipeChanged: false })
  })

  it('carries the id of a run whose recipe has changed', () => {
    const { entry, steps } = stored(1)
    const id = '0123456789abcdef'
    const [read] = readAll(writeRunFile([{ entry: { ...entry, id, recipeChanged: true }, steps }]))
    expect(read).toMatchObject({ id, recipeChanged: true })
  })

  it('is read except for invalid runs, with the reason for those', () => {
    const text = writeRunFile([stored(1), stored(2), stored(3)]).replace('"seed": 2', '"seed": -2')
    expect(readAll(text)).toMatchObject([
      { record: { seed: 1 } },
      { unreadable: expect.stringContaining('record.seed') },
      { record: { seed: 3 } },
    ])
    const { record } = stored(1).entry
    expect(readFiledRun({ record: { ...record, version: RECORD_VERSION + 1 } })).toEqual({
      unreadable: 'a newer version of lab94 wrote it',
    })
  })

  it('says what is wrong with a run of 12,000 knots', () => {
    const { entry, steps } = stored(1)
    const knots = Array.from({ length: 12_000 }, (_, i) => [i, 1])
    const choice = { ...entry.record.choice, overrides: { 'schedule.knots': knots } }
    const value = { ...entry, steps, record: { ...entry.record, choice } }
    expect(readFiledRun(value)).toMatchObject({ unreadable: expect.stringContaining('500 knots') })
  })

  it.each([
    ['', /not JSON/],
    ['{', /not JSON/],
    ['[]', /not a file of runs/],
    ['{"runs":[]}', /not a file of runs/],
    ['{"format":"lab94-runs","version":2,"runs":[]}', /newer version/],
    ['['.repeat(200_000), /not JSON/],
  ])('is not “%.20s”', (text, reason) => {
    expect(() => readRunFile(text)).toThrow(reason)
  })
})

describe('a table of runs', () => {
  it('has a line for each test', () => {
    const lines = writeRunCsv([stored(1), stored(2)])
      .trim()
      .split('\r\n')
    expect(lines).toHaveLength(1 + 2 * 3)
    const cells = lines[3].replaceAll(/"[^"]*"/g, 'quoted').split(',')
    expect(cells).toHaveLength(lines[0].split(',').length)
    const { record } = syntheticRecord({ epochs: 3 })
    expect(cells.slice(-1)).toEqual([String(100 * (record.tests[2].views ?? 0))])
    expect(cells.slice(9, 12)).toEqual(['94.1', '3', '291'])
  })
})

describe('a table of a run that was never tested', () => {
  it('has a line that says how far it came', () => {
    const { entry, steps } = stored(1)
    const record = { ...entry.record, tests: [], stepsTaken: 97, trainSeconds: 3 }
    const lines = writeRunCsv([{ entry: { ...entry, record }, steps }])
      .trim()
      .split('\r\n')
    expect(lines).toHaveLength(2)
    const cells = lines[1].replaceAll(/"[^"]*"/g, 'quoted').split(',')
    expect(cells).toHaveLength(lines[0].split(',').length)
    expect(cells.slice(9)).toEqual(['', '1', '97', '3', '', '', '', '', '', ''])
  })
})

describe('toCsv', () => {
  it('keeps text that looks like a number as text', () => {
    expect(toCsv([['4567e12', '1234567', '0123abc', 12]])).toBe("'4567e12,'1234567,0123abc,12\r\n")
  })

  it('quotes what needs it, and lets no text be a formula', () => {
    expect(
      toCsv([
        ['a,b', 'say "x"', -1.5, null],
        ['=1+1', '-x', '', 'two\nlines'],
      ]),
    ).toBe('"a,b","say ""x""",-1.5,\r\n\'=1+1,\'-x,,"two\nlines"\r\n')
  })
})

describe('toMarkdown', () => {
  it('is a table with a head', () => {
    expect(
      toMarkdown([
        ['a', 'b'],
        ['x|y', 2],
      ]),
    ).toBe('| a | b |\n| --- | --- |\n| x\\|y | 2 |\n')
  })
})
