import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readFiledRun, readRunFile } from '../../../runs/files/run-file.ts'
import type { RunRecord } from '../../../runs/record/record.ts'
import { syntheticRecord } from '../../../runs/testing/records.ts'
import { mergeFolders } from './merge.ts'
import { RunFolder } from './run-folder.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab94-merge-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** Creates a folder of runs by file name. */
function folderOf(name: string, runs: Readonly<Record<string, Partial<RunRecord>>>): string {
  const path = join(root, name)
  mkdirSync(path)
  const folder = new RunFolder(path)
  for (const [run, record] of Object.entries(runs)) {
    folder.write({ name: run }, syntheticRecord({ epochs: 1, record }))
  }
  return path
}

const recordsOf = (text: string) =>
  readRunFile(text).map((value) => {
    const run = readFiledRun(value)
    if ('unreadable' in run) throw new Error(run.unreadable)
    return run.record
  })

it('joins the runs of all folders, sorted by name', () => {
  const a = folderOf('a', { 'seed-10': { seed: 10 }, 'seed-2': { seed: 2 } })
  const b = folderOf('b', { 'seed-1': { seed: 1 } })
  const merged = mergeFolders([a, b])
  expect(merged).toMatchObject({ runs: 3, duplicates: 0, unreadable: [], failed: [] })
  expect(recordsOf(merged.text).map(({ seed }) => seed)).toEqual([2, 10, 1])
})

it('includes a run that two machines trained only once, preferably the finished one', () => {
  const a = folderOf('a', {
    first: { seed: 1, adapter: 'GPU a' },
    second: { seed: 2, adapter: 'GPU a', ending: { kind: 'failed', message: '', advice: '' } },
  })
  const b = folderOf('b', {
    first: { seed: 1, adapter: 'GPU b' },
    second: { seed: 2, adapter: 'GPU b' },
  })
  const merged = mergeFolders([a, b])
  expect(merged).toMatchObject({ runs: 2, duplicates: 2 })
  expect(recordsOf(merged.text)).toMatchObject([
    { seed: 1, adapter: 'GPU a' },
    { seed: 2, adapter: 'GPU b', ending: { kind: 'done' } },
  ])
})

it('distinguishes runs that used other images', () => {
  const a = folderOf('a', { all: {}, few: { trainImages: 500 }, tested: { testImages: 500 } })
  expect(mergeFolders([a])).toMatchObject({ runs: 3, duplicates: 0 })
})

it('reads a merged file in a folder without duplicating its runs', () => {
  const a = folderOf('a', { 'seed-1': {}, 'seed-2': { seed: 2 } })
  writeFileSync(join(a, 'runs.json'), mergeFolders([a]).text)
  expect(mergeFolders([a])).toMatchObject({ runs: 2, duplicates: 2, unreadable: [] })
})

it('names unreadable files and failed runs, and joins the rest', () => {
  const a = folderOf('a', { good: {}, newer: {} })
  writeFileSync(join(a, 'broken.json'), '{')
  writeFileSync(join(a, 'newer.json'), '{"format":"lab94-runs","version":2,"runs":[]}')
  writeFileSync(join(a, 'odd.json'), '{"format":"lab94-runs","version":1,"runs":[{}]}')
  writeFileSync(join(a, 'odd.failed.json'), '{}')
  writeFileSync(join(a, 'good.checkpoint'), '')
  new RunFolder(a).writeFailure({ name: 'poor' }, { message: 'No memory.', advice: 'Close tabs.' })
  const { runs, unreadable, failed } = mergeFolders([a])
  expect(runs).toBe(1)
  expect(unreadable.map((line) => line.slice(a.length + 1).split(':')[0])).toEqual([
    'broken.json',
    'newer.json',
    'odd.failed.json',
    'odd.json',
  ])
  expect(failed).toEqual([`${join(a, 'poor.failed.json')}: No memory. Close tabs.`])
})
