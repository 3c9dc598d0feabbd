import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { RECORD_VERSION } from '../record/record.ts'
import { hashToRun } from './link.ts'

interface Fixture {
  readonly what: string
  readonly hash: string
  readonly id: string
  /** As version 1 of the records called its parts. */
  readonly record: { readonly version: 1; readonly goneOn: unknown }
  readonly loss: readonly (number | null)[]
}

// Links that were made when their version was new, from synthetic runs; none is ever changed. What a preset means may
// change, so the recipe is left out of what is compared.
const links = JSON.parse(
  await readFile(new URL('./links-1.json', import.meta.url), 'utf8'),
) as Fixture[]

it.each(links)('opens an old link: $what', async ({ hash, id, record, loss }) => {
  const opened = await hashToRun(hash)
  const { run } = opened
  const { goneOn, ...rest } = record
  expect(run.record).toMatchObject({ ...rest, version: RECORD_VERSION, resumedFrom: goneOn })
  expect(run.steps.loss).toEqual(loss)
  expect(opened.id).toBe(id)
})
