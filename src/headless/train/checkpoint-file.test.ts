import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readCheckpoint, type CheckpointFileContent, writeCheckpoint } from './checkpoint-file.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab94-checkpoint-'))
  path = join(folder, 'run.checkpoint')
})
afterEach(() => rmSync(folder, { recursive: true }))

const savedAt = (step: number): CheckpointFileContent => ({
  run: { recipe: '{}', seed: '1' },
  build: { batchSize: 32, precision: 'f32', microBatches: 2, tiles: { 'a GPU': { task: 'tile' } } },
  processorSeconds: 12.5,
  events: [{ type: 'paused', step }],
  checkpoint: {
    snapshot: {
      step,
      writer: 'a test',
      tensors: { 'weights/a': Float32Array.of(1, -0, NaN), 'velocity/a': Float32Array.of(step) },
    },
    trainSeconds: 3,
    wallSeconds: 4,
    epochSteps: [{ step: 0, loss: 2.5, accuracy: 0.125, rate: 0.5 }],
    rateFactor: 0.5,
  },
})

const noWarning = (message: string) => {
  throw new Error(message)
}

it('reads the checkpoint that was written', () => {
  writeCheckpoint(path, savedAt(7))
  expect(readCheckpoint(path, noWarning)).toEqual(savedAt(7))
})

it('is null if nothing was written', () => {
  expect(readCheckpoint(path, noWarning)).toBeNull()
})

it.each([
  ['truncated', (file: string) => truncateSync(file, 100)],
  [
    'changed in a tensor',
    (file: string) => {
      const bytes = readFileSync(file)
      bytes[bytes.length - 1] ^= 1
      writeFileSync(file, bytes)
    },
  ],
  ['missing', (file: string) => rmSync(file)],
])('falls back to the previous one if the last is %s', (_, damage) => {
  writeCheckpoint(path, savedAt(7))
  writeCheckpoint(path, savedAt(8))
  damage(path)
  expect(readCheckpoint(path, () => {})).toEqual(savedAt(7))
})

it('says what to do if every checkpoint is damaged', () => {
  writeFileSync(path, 'not a checkpoint')
  const warnings: string[] = []
  expect(() => readCheckpoint(path, (line) => warnings.push(line))).toThrow(/Remove it/)
  expect(warnings).toHaveLength(1)
})
