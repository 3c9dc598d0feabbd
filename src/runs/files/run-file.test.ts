import { describe, expect, it } from 'vitest'
import { newEntry } from '../history/entry.ts'
import { syntheticRecord } from '../test-records.ts'
import { readRunFile, writeRunCsv, writeRunFile } from './run-file.ts'
import { toCsv, toMarkdown } from './table-text.ts'

const kept = (seed: number) => {
  const run = syntheticRecord({ epochs: 3, record: { seed } })
  return { entry: { ...newEntry(run, 'here'), note: 'so, "this" one' }, steps: run.steps }
}

describe('a file of runs', () => {
  it('is read back as it was written', () => {
    const runs = [kept(1), kept(2)]
    const read = readRunFile(writeRunFile(runs))
    expect(read?.unreadable).toBe(0)
    expect(read?.runs.map(({ record }) => record)).toEqual(runs.map(({ entry }) => entry.record))
    expect(read?.runs[1]).toMatchObject({
      name: runs[1].entry.name,
      note: runs[1].entry.note,
      steps: runs[1].steps,
    })
  })

  it('is read as far as it can be', () => {
    const text = writeRunFile([kept(1), kept(2)]).replace('"seed": 2', '"seed": -2')
    expect(readRunFile(text)).toMatchObject({ unreadable: 1, runs: [{ record: { seed: 1 } }] })
  })

  it.each(['', '{', '[]', '{"format":"lab94-runs","version":2,"runs":[]}', '{"runs":[]}'])(
    'is not “%s”',
    (text) => {
      expect(readRunFile(text)).toBeNull()
    },
  )
})

describe('a table of runs', () => {
  it('has a line for each test', () => {
    const lines = writeRunCsv([kept(1), kept(2)])
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

describe('toCsv', () => {
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
