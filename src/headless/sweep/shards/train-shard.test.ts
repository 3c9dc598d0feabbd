import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebGpuUnavailable } from '../../../engine/device/device.ts'
import type { Ending } from '../../../runs/record/record.ts'
import { syntheticRecord } from '../../../runs/testing/records.ts'
import { RunFolder } from '../runs/run-folder.ts'
import { runsOf, type SweepRun } from '../runs/runs.ts'
import { type ShardOutcome, trainShard } from './train-shard.ts'

const RUNS = runsOf({ seeds: [1, 2, 3] })
const LOST: Ending = { kind: 'failed', message: 'The GPU was lost.', advice: '' }
const DIVERGED: Ending = { kind: 'failed', message: 'NaN.', advice: '', diverged: true }

let path: string
let folder: RunFolder
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'lab94-shard-'))
  folder = new RunFolder(path)
})
afterEach(() => rmSync(path, { recursive: true }))

const ended = (seed: number, ending: Ending = { kind: 'done' }): ShardOutcome => ({
  kind: 'ended',
  whole: syntheticRecord({ epochs: 1, record: { seed, ending } }),
})

/** Trains the three runs with `train`; resolves to the counts, the trained seeds and the output. */
async function start(train: (run: SweepRun) => ShardOutcome | Error = ({ seed }) => ended(seed)) {
  const trained: number[] = []
  const said: string[] = []
  const counts = await trainShard({
    runs: RUNS,
    folder,
    train: async (run) => {
      trained.push(run.seed)
      const outcome = train(run)
      if (outcome instanceof Error) throw outcome
      return outcome
    },
    terminal: { interactive: false, write: (text) => void said.push(text) },
  })
  return { counts, trained, said: said.join('') }
}

const endings = () => RUNS.map((run) => folder.recordOf(run)?.ending.kind)
const failureOf = ({ name }: SweepRun) => join(path, `${name}.failed.json`)

it('trains every run once and skips finished ones', async () => {
  expect(await start()).toMatchObject({
    counts: { done: 3, failed: 0, left: 0 },
    trained: [1, 2, 3],
  })
  expect(endings()).toEqual(['done', 'done', 'done'])
  expect(await start()).toMatchObject({ counts: { done: 3, failed: 0, left: 0 }, trained: [] })
})

it('continues after a failure, and retries it at the next start', async () => {
  const first = await start(({ seed }) => (seed === 2 ? ended(2, LOST) : ended(seed)))
  expect(first.counts).toEqual({ done: 2, failed: 1, left: 0 })
  expect(endings()).toEqual(['done', 'failed', 'done'])
  expect(await start()).toMatchObject({ counts: { done: 3, failed: 0 }, trained: [2] })
})

it('does not retry a diverged run, and still counts it as failed', async () => {
  await start(({ seed }) => (seed === 2 ? ended(2, DIVERGED) : ended(seed)))
  expect(await start()).toMatchObject({ counts: { done: 2, failed: 1 }, trained: [] })
})

it.each<[string, ShardOutcome | Error]>([
  ['an error', new Error('No memory.')],
  ['a failure', { kind: 'failed', failure: { message: 'No memory.', advice: '' } }],
])('writes why a run had no step after %s', async (_, outcome) => {
  const { counts, said } = await start(({ seed }) => (seed === 1 ? outcome : ended(seed)))
  expect(counts).toEqual({ done: 2, failed: 1, left: 0 })
  expect(said).toContain('Failed: No memory.')
  expect(existsSync(failureOf(RUNS[0]))).toBe(true)
  await start()
  expect(existsSync(failureOf(RUNS[0]))).toBe(false)
  expect(endings()).toEqual(['done', 'done', 'done'])
})

it('leaves the remaining runs when it is stopped', async () => {
  const { counts, trained } = await start(({ seed }) =>
    seed === 2 ? { kind: 'stopped' } : ended(seed),
  )
  expect(counts).toEqual({ done: 1, failed: 0, left: 2 })
  expect(trained).toEqual([1, 2])
})

it('stops if there is no GPU', async () => {
  const gone = new WebGpuUnavailable('Dawn found no GPU.', 'Install a driver.')
  await expect(start(() => gone)).rejects.toBe(gone)
})

it('trains a run again if its file is damaged', async () => {
  await start()
  writeFileSync(join(path, `${RUNS[2].name}.json`), '{')
  const { trained, said } = await start()
  expect(trained).toEqual([3])
  expect(said).toMatch(/not JSON.*Training it again/)
  expect(endings()).toEqual(['done', 'done', 'done'])
})
