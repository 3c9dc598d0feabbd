// A sweep of four runs on two machines, one of which is killed in the middle of a run.

import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleHeadless } from '../../../scripts/bundle/bundle-headless.mjs'
import { vulkanEnvironment } from '../../../scripts/requirements/vulkan.mjs'
import { decodeText } from '../../runs/files/decode-text.ts'
import { readFiledRun, readRunFile } from '../../runs/files/run-file.ts'
import { inShard } from './shards/shard.ts'
import { runsOf } from './runs/runs.ts'
import { readSpec } from './spec/spec.ts'

const SPEC = JSON.stringify({
  data: 'sample',
  recipe: 'e1-32',
  width: 0.0625,
  batch: 64,
  train: 640,
  test: 200,
  epochs: 8,
  seeds: { from: 3, to: 4 },
  variations: [{}, { set: { 'optimiser.momentum': 0.8 } }],
})
const RUNS = runsOf(readSpec(SPEC))

let program: { readonly folder: string; readonly module: string }
let folder: string
const at = (...names: string[]) => join(folder, ...names)
const out = (name: string) => at('out', name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab94-sweep-'))
  writeFileSync(at('sweep.json'), SPEC)
  program = await bundleHeadless(join(import.meta.dirname, '../../..'), 'sweep')
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(program.folder, { recursive: true, force: true })
})

const start = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [program.module, ...args], {
    env: { ...process.env, ...vulkanEnvironment() },
    stdio: 'ignore',
  })

const startShard = (shard: string) =>
  start(at('sweep.json'), '--shard', shard, '--out', at('out'), '--checkpoint-minutes', '0.01')

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

it('trains every run once, even after a kill in the middle of a run', async () => {
  const [first, second] = inShard(RUNS, { number: 1, count: 2 })
  const killed = startShard('1/2')
  const death = ended(killed)
  while (!existsSync(out(`${second.name}.checkpoint`))) {
    if (killed.exitCode !== null) throw new Error('The shard ended before it could be killed.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  killed.kill('SIGKILL')
  await death
  expect(readdirSync(at('out'))).toContain(`${first.name}.json`)
  expect(readdirSync(at('out'))).not.toContain(`${second.name}.json`)
  const { mtimeMs } = statSync(out(`${first.name}.json`))

  expect(await ended(startShard('1/2'))).toBe(0)
  expect(await ended(startShard('2/2'))).toBe(0)
  expect(statSync(out(`${first.name}.json`)).mtimeMs).toBe(mtimeMs)
  expect(readdirSync(at('out')).sort()).toEqual(RUNS.map(({ name }) => `${name}.json`).sort())

  expect(await ended(start('merge', at('out'), '--out', at('runs.json')))).toBe(0)
  const read = readRunFile(decodeText(readFileSync(at('runs.json')))).map(readFiledRun)
  const records = read.map((run) => {
    if ('unreadable' in run) throw new Error(run.unreadable)
    return run.record
  })
  const recordOf = ({ seed, recipe }: (typeof RUNS)[number]) =>
    records.find(
      (record) =>
        record.seed === seed && record.recipe.optimiser.momentum === recipe.optimiser.momentum,
    )
  expect(records).toHaveLength(4)
  for (const run of RUNS) {
    expect(recordOf(run)).toMatchObject({
      ending: { kind: 'done' },
      recipe: run.recipe,
      choice: run.choice,
      dataset: 'sample',
      trainImages: 640,
      testImages: 200,
      steps: 80,
      stepsTaken: 80,
    })
    expect(recordOf(run)?.tests.at(-1)?.step).toBe(80)
    expect(recordOf(run)?.code).toMatch(/^[0-9a-f]{7}\+?$/)
  }
  expect(recordOf(first)?.resumedFrom).toBeNull()
  expect(recordOf(second)?.resumedFrom).toMatchObject({ sameBits: true })
  expect(recordOf(second)?.resumedFrom?.step).toBeGreaterThan(0)
})

it('reports a failed run, and trains the next one', async () => {
  const spec = { ...JSON.parse(SPEC), epochs: 1, seeds: [3], variations: undefined }
  const failing = { set: { 'schedule.knots': [[0, 1e6], [1, 1e6]] } } // prettier-ignore
  const path = at('failing.json')
  writeFileSync(path, JSON.stringify({ ...spec, variations: [failing, {}] }))
  expect(await ended(start(path, '--out', at('failing')))).toBe(1)
  expect(await ended(start('merge', at('failing'), '--out', at('failed.json')))).toBe(0)
  const read = readRunFile(readFileSync(at('failed.json'), 'utf8')).map(readFiledRun)
  const endings = read.map((run) => ('record' in run ? run.record.ending : run))
  expect(endings).toHaveLength(2)
  expect(endings).toContainEqual({ kind: 'done' })
  expect(endings).toContainEqual(expect.objectContaining({ kind: 'failed', diverged: true }))
})

it('reads a list of runs that PowerShell wrote in UTF-16', async () => {
  writeFileSync(at('utf-16.json'), `\ufeff${SPEC}`, 'utf16le')
  expect(await ended(start(at('utf-16.json'), '--list'))).toBe(0)
})
