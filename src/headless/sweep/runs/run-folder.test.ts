import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { syntheticRecord } from '../../../runs/testing/records.ts'
import { RunFolder } from './run-folder.ts'

const RUN = { name: 'auto-seed-1-0123456789abcdef' }
const whole = syntheticRecord({ epochs: 2 })
const failed = (diverged: boolean) =>
  syntheticRecord({
    epochs: 2,
    record: {
      ending: { kind: 'failed', message: 'Lost.', advice: '', ...(diverged && { diverged }) },
    },
  })

let path: string
let folder: RunFolder
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'lab94-runs-'))
  folder = new RunFolder(path)
})
afterEach(() => rmSync(path, { recursive: true }))

/** Creates the files of a run that saved its state twice. */
function saveCheckpoint() {
  const checkpoint = folder.checkpointOf(RUN)
  for (const file of [checkpoint, `${checkpoint}.previous`]) writeFileSync(file, '')
}

it('reads the record that was written, or null before', () => {
  expect(folder.recordOf(RUN)).toBeNull()
  folder.write(RUN, whole)
  expect(folder.recordOf(RUN)).toEqual(whole.record)
})

it.each([
  ['finished', whole],
  ['diverged', failed(true)],
])('leaves only the record of a run that %s', (_, run) => {
  saveCheckpoint()
  folder.writeFailure(RUN, { message: 'No memory.', advice: 'Try again.' })
  folder.write(RUN, run)
  expect(readdirSync(path)).toEqual([`${RUN.name}.json`])
})

it('keeps the checkpoint of a run that failed otherwise', () => {
  saveCheckpoint()
  folder.write(RUN, failed(false))
  expect(readdirSync(path).sort()).toEqual([
    `${RUN.name}.checkpoint`,
    `${RUN.name}.checkpoint.previous`,
    `${RUN.name}.json`,
  ])
})

it('names a file that cannot be read', () => {
  writeFileSync(join(path, `${RUN.name}.json`), '{"format":"lab94-runs","version":1,"runs":[{}]}')
  expect(() => folder.recordOf(RUN)).toThrow(`${RUN.name}.json`)
})
