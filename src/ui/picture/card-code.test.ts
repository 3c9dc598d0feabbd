import { expect, it } from 'vitest'
import { newEntry } from '../../runs/history/entry.ts'
import type { Row } from '../../runs/history/rows.ts'
import { hashToGroup } from '../../runs/share/group-link.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { codeFor } from './card-code.ts'
import { readCode } from './testing/read-code.ts'

const ADDRESS = new URL('https://lab94.example/lab/')

function rowOf(seeds: number): Row {
  const entries = Array.from({ length: seeds }, (_, i) =>
    newEntry(syntheticRecord({ epochs: 10, record: { seed: i + 1 } }), 'here'),
  )
  return { id: entries[0].id, entries }
}

it('opens all seeds of a small group', async () => {
  const code = await codeFor(rowOf(3), ADDRESS)
  expect(code?.seeds).toBe(3)
  const link = readCode(code?.modules ?? [], 2) ?? ''
  const group = await hashToGroup(new URL(link).hash)
  expect(group.map(({ run }) => run.record.seed)).toEqual([1, 2, 3])
})

it.each([1, 20, 25])('opens one run of %i seeds that do not fit', async (seeds) => {
  const code = await codeFor(rowOf(seeds), ADDRESS)
  expect(code?.seeds).toBe(1)
  expect(readCode(code?.modules ?? [], 2)).toMatch(/^https:\/\/lab94\.example\/lab\/#run=1\./)
})

it('is left out if only this computer could open it', async () => {
  expect(await codeFor(rowOf(3), new URL('http://localhost:9494/'))).toBeNull()
})
