import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleHeadless } from '../../../scripts/bundle/bundle-headless.mjs'
import { vulkanEnvironment } from '../../../scripts/requirements/vulkan.mjs'
import type { TrainerEvent } from '../../trainer/events.ts'

const root = join(import.meta.dirname, '../../..')
let program: { readonly folder: string; readonly module: string }
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab94-pipe-'))
  program = await bundleHeadless(root, 'train')
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(program.folder, { recursive: true, force: true })
})

/** Runs the program into a pipe that `reader` reads; returns its status and its standard error. */
function pipedInto(reader: string, args: readonly string[]) {
  const script = `{ "$@"; echo $? >"${folder}/status"; } | ${reader}`
  const { stderr } = spawnSync(
    'sh',
    ['-c', script, 'sh', process.execPath, program.module, ...args],
    {
      env: { ...process.env, ...vulkanEnvironment() },
      encoding: 'utf8',
    },
  )
  return { status: readFileSync(join(folder, 'status'), 'utf8').trim(), stderr }
}

it('exits quietly if nobody reads its output', () => {
  expect(pipedInto('true', ['--list'])).toEqual({ status: '0', stderr: '' })
})

it('stops a run whose reader has gone, and writes its results so far', () => {
  const out = join(folder, 'run.json')
  const run = ['--recipe', 'tiny', '--width', '0.25', '--batch', '64', '--data', 'sample']
  const { stderr } = pipedInto('head -1', [
    ...run,
    '--train',
    '640',
    '--test',
    '200',
    '--epochs',
    '500',
    '--json',
    '--out',
    out,
  ])
  expect(stderr).not.toContain('EPIPE')
  const events: TrainerEvent[] = JSON.parse(readFileSync(out, 'utf8'))
  expect(events.at(-1)?.type).toBe('stopped')
})
