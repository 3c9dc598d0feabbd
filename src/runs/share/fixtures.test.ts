import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { hashToRun } from './link.ts'

interface Fixture {
  readonly what: string
  readonly hash: string
  readonly id: string
  readonly record: object
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
  expect(run.record).toMatchObject(record)
  expect(run.steps.loss).toEqual(loss)
  expect(opened.id).toBe(id)
})
