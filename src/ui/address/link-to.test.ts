import { expect, it } from 'vitest'
import { newEntry } from '../../runs/history/entry.ts'
import { MAX_LINKED_RUNS } from '../../runs/share/group-link.ts'
import { hashToRun } from '../../runs/share/link.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { linkedSeeds, shortLinkTo } from './link-to.ts'

const at = (address: string) => new URL(address)

it('makes a short link that opens the same run', async () => {
  const { record } = syntheticRecord({ epochs: 10 })
  const link = (await shortLinkTo([record], at('https://example.org/lab94/?seed=2#x'))) ?? ''
  expect(link).toMatch(/^https:\/\/example\.org\/lab94\/#run=1\./)
  expect(link.length).toBeLessThan(600)
  const { run } = await hashToRun(new URL(link).hash)
  expect(run.record.tests.map(({ views }) => views)).toEqual(record.tests.map(({ views }) => views))
  expect(run.steps.loss).toEqual([])
})

it.each(['http://localhost:9494/', 'http://127.0.0.1/', 'http://[::1]:80/', 'http://a.localhost/'])(
  'makes none for %s, which is a different computer elsewhere',
  async (address) => {
    expect(await shortLinkTo([syntheticRecord().record], at(address))).toBeNull()
  },
)

it('links the newest run of each seed, newest first, up to a link’s limit', () => {
  const run = (seed: number, day: number) =>
    newEntry(syntheticRecord({ record: { seed, startedAt: Date.UTC(2026, 3, day) } }), 'here')
  const entries = [run(2, 5), run(1, 4), run(3, 3), run(2, 2)]
  expect(linkedSeeds({ id: entries[3].id, entries })).toEqual([entries[0], entries[1], entries[2]])
  const many = Array.from({ length: MAX_LINKED_RUNS + 5 }, (_, i) => run(i, 28))
  expect(linkedSeeds({ id: many[0].id, entries: many })).toHaveLength(MAX_LINKED_RUNS)
})
