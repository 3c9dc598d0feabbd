import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { WATCH } from './watchdog.ts'

it('ends a process whose thread is blocked by one input, and reports the input', () => {
  const program = `
const { Worker } = require('node:worker_threads')
const head = new Int32Array(new SharedArrayBuffer(8))
const input = new Uint8Array(new SharedArrayBuffer(16))
input.set([7, 8])
head.set([3, 2])
const workerData = { name: 'a decoder', head, input, ms: 200 }
const thread = new Worker(${JSON.stringify(WATCH)}, { eval: true, workerData })
thread.once('online', () => { for (;;); })
`
  const { signal, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' })
  expect(stderr).toBe('a decoder: input 3 does not end. Its bytes, in base64: Bwg=\n')
  // Windows has no signals.
  if (process.platform !== 'win32') expect(signal).toBe('SIGKILL')
})
