import * as v from 'valibot'
import { expect, it } from 'vitest'
import { fuzz, FUZZ_TIMEOUT } from '../../testing/fuzz.ts'
import { newEntry } from '../history/entry.ts'
import { WholeRunSchema } from '../record/record.ts'
import { syntheticRecord } from '../testing/records.ts'
import { decodeText } from './decode-text.ts'
import { readFiledRun, readRunFile, RunFileError, writeRunCsv, writeRunFile } from './run-file.ts'

const overrides = {
  'schedule.knots': [
    [0, 0],
    [1, 1],
  ],
  'optimiser.momentum': 0.8,
}

const text = (dense: boolean): string => {
  const { record, steps } = syntheticRecord({ epochs: 2 })
  const run = { record, steps: { ...steps, loss: [1, null], accuracy: [0.5, null] } }
  const entry = { ...newEntry(run, 'here'), note: 'ä note' }
  const written = writeRunFile([{ entry, steps: run.steps }])
  return dense
    ? JSON.stringify(JSON.parse(written)).replace(
        '"overrides":{}',
        `"overrides":${JSON.stringify(overrides)}`,
      )
    : written
}

it('reads or rejects any file, and can write what it read', { timeout: FUZZ_TIMEOUT }, async () => {
  const { accepted, refused } = await fuzz({
    name: 'run files',
    samples: [text(true), text(false), `\ufeff${text(true)}`].map((sample) =>
      new TextEncoder().encode(sample),
    ),
    decode(bytes) {
      const runs = readRunFile(decodeText(bytes)).map(readFiledRun)
      for (const run of runs) {
        if ('unreadable' in run) continue
        const { record, steps } = run
        const entry = newEntry({ record, steps }, 'file')
        const stored = { entry, steps }
        writeRunCsv([stored])
        expect(readRunFile(writeRunFile([stored])).map(readFiledRun)).toMatchObject([{ record }])
        expect(v.safeParse(WholeRunSchema, structuredClone({ record, steps })).success).toBe(true)
      }
    },
    refusals: [RunFileError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})
