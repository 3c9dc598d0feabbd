// A run that is killed repeatedly ends with the same result as an uninterrupted one.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleHeadless } from '../../../scripts/bundle/bundle-headless.mjs'
import { vulkanEnvironment } from '../../../scripts/requirements/vulkan.mjs'
import { readSafetensors } from '../../model/safetensors.ts'
import { randomUniform } from '../../random/stream.ts'
import type { TrainerEvent } from '../../trainer/events.ts'

const root = join(import.meta.dirname, '../../..')
const SEED = 5
const KILLS = 10
const RUN = ['--recipe', 'e1-32', '--width', '0.0625', '--batch', '64', '--data', 'sample']
const SIZE = ['--train', '640', '--test', '200', '--epochs', '12', '--seed', '3']

let program: { readonly folder: string; readonly module: string }
let folder: string
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab94-kill-'))
  program = await bundleHeadless(root, 'train')
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(program.folder, { recursive: true, force: true })
})

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program.module, ...RUN, ...SIZE, ...args], {
    env: { ...process.env, ...vulkanEnvironment() },
    stdio: 'ignore',
  })
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

const outputs = (name: string) => [
  '--out',
  at(`${name}.json`),
  '--weights',
  at(`${name}.safetensors`),
]

function eventsOf(name: string): TrainerEvent[] {
  const events: TrainerEvent[] = JSON.parse(readFileSync(at(`${name}.json`), 'utf8'))
  return events
}
const stepsOf = (name: string) =>
  eventsOf(name).flatMap((event) => (event.type === 'steps' ? event.steps : []))
const tensorsOf = (name: string) => readSafetensors(readFileSync(at(`${name}.safetensors`))).tensors

it('resumes with the same weights and losses after ten kills', async () => {
  expect(await ended(start(...outputs('alone')))).toBe(0)
  const checkpoint = ['--checkpoint', at('run.checkpoint'), '--checkpoint-minutes', '0.01']
  const waits = randomUniform(SEED, 'kills', 0, KILLS, 0.5)
  for (const wait of waits) {
    const child = start(...checkpoint, ...outputs('killed'))
    const exit = ended(child)
    // Anywhere from building to testing: both the start and the run take some seconds.
    await new Promise((resolve) => setTimeout(resolve, 1000 * (1 + 12 * (wait + 0.5))))
    child.kill('SIGKILL')
    await exit
  }
  expect(await ended(start(...checkpoint, ...outputs('killed')))).toBe(0)
  expect(stepsOf('killed')).toEqual(stepsOf('alone'))
  expect(tensorsOf('killed')).toEqual(tensorsOf('alone'))
})

it('refuses to resume another run', async () => {
  const child = start('--checkpoint', at('run.checkpoint'), '--seed', '4')
  expect(await ended(child)).toBe(2)
})

it.each(['SIGTERM', 'SIGINT'] as const)('writes its results on two %s in a row', async (signal) => {
  const name = `stopped-${signal}`
  const child = start('--checkpoint', at(`${name}.checkpoint`), ...outputs(name), '--epochs', '500')
  const exit = ended(child)
  const begun = () => existsSync(at(`${name}.checkpoint`))
  while (!begun()) await new Promise((resolve) => setTimeout(resolve, 200))
  child.kill(signal)
  await new Promise((resolve) => setTimeout(resolve, 50))
  child.kill(signal)
  expect(await exit).toBe(1)
  expect(eventsOf(name).at(-1)?.type).toBe('stopped')
})
