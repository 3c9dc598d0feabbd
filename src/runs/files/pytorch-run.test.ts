import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { engineHere } from '../record/record.ts'
import { hashToRun, runToHash } from '../share/link.ts'
import { readFiledRun, readRunFile } from './run-file.ts'

// Written by tools/pytorch/record.py, whose own test compares what it writes today.
const text = readFileSync(new URL('pytorch-run.json', import.meta.url), 'utf8')

it('opens a run of PyTorch, which can be passed on, and run again by the page’s own engine', async () => {
  const [run] = readRunFile(text).map(readFiledRun)
  if ('unreadable' in run) throw new Error(run.unreadable)
  expect(run.record).toMatchObject({ engine: 'pytorch', choice: { preset: 'page-10' }, steps: 20 })
  expect(run.record.tests).toHaveLength(3)
  expect(run.steps.loss).toHaveLength(20)
  expect(engineHere(run.record)).toBe('wgsl')
  const shared = await hashToRun(await runToHash(run))
  expect(shared.run.record).toMatchObject({ engine: 'pytorch', adapter: 'processor' })
})
