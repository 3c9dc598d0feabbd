import { text } from 'node:stream/consumers'
import { prerenderToNodeStream } from 'react-dom/static'
import { beforeAll, expect, it, vi } from 'vitest'
import { presetChoice } from '../../../recipe/choice.ts'
import { newEntry } from '../../../runs/history/entry.ts'
import { MemoryRunStore } from '../../../runs/history/memory-store.ts'
import { rowsOf, searchRuns, sortRows } from '../../../runs/history/rows.ts'
import { openWith } from '../../../runs/run-library.ts'
import { openTestLab } from '../../../runs/testing/lab.ts'
import { syntheticRecord } from '../../../runs/testing/records.ts'
import { RunLibraryContext } from '../../context/run-library-context.ts'
import { recipeWords } from '../run-words.ts'
import { FEW, rowsToAdd } from './shown-rows.ts'

// The list reads the address as it is loaded.
beforeAll(() => {
  vi.stubGlobal('location', { search: '', pathname: '/', hash: '' })
  vi.stubGlobal('addEventListener', () => {})
})

const COUNT = 2000

/** More than a row of the list has, with its buttons and icons. */
const ELEMENTS_PER_ROW = 60

/** Runs of as many recipes. */
const RUNS = Array.from({ length: COUNT }, (_, i) => {
  const overrides = { 'optimiser.momentum': 0.5 + i / 10_000 }
  const choice = { ...presetChoice('page-10'), overrides }
  const { record, steps } = syntheticRecord({ epochs: 2, choice })
  return { entry: newEntry({ record, steps }, 'here'), steps }
})

const ROWS = rowsOf(
  RUNS.map(({ entry }) => entry),
  true,
)

it('gives 2,000 recipes a row each, which searching finds and sorting keeps', () => {
  expect(ROWS).toHaveLength(COUNT)
  const found = ROWS.filter(({ entries }) => searchRuns(entries, 'momentum 0.5123', recipeWords)[0])
  expect(found).toHaveLength(1)
  expect(new Set(sortRows(ROWS, 'accuracy'))).toEqual(new Set(ROWS))
})

it('draws few of 2,000 recipes at first, and adds at most 100 at a time', async () => {
  const { RunList } = await import('./run-list.tsx')
  const { lab } = openTestLab()
  const around = { browser: null, device: '', code: 'abc' }
  const page = { page: 'this', around, announce: () => {} }
  const library = openWith(new MemoryRunStore(), lab, page)
  const list = (
    <RunLibraryContext value={() => library}>
      <RunList rows={ROWS} curves={[]} />
    </RunLibraryContext>
  )
  const html = await text((await prerenderToNodeStream(list)).prelude)
  expect(html.match(/data-run=/g)).toHaveLength(FEW)
  expect(html.match(/<\w/g)?.length).toBeLessThan(ELEMENTS_PER_ROW * (FEW + 1))
  expect(html).toContain('Show 100 more')
  expect(rowsToAdd(FEW, COUNT)).toBe(100)
  expect(rowsToAdd(1908, COUNT)).toBe(92)
  expect(rowsToAdd(COUNT, COUNT)).toBe(0)
})
