import { expect, it } from 'vitest'
import { hashToRun } from '../../runs/share/link.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { shortLinkTo } from './link-to.ts'

const at = (address: string) => new URL(address)

it('makes a short link that opens the same run', async () => {
  const { record } = syntheticRecord({ epochs: 10 })
  const link = (await shortLinkTo(record, at('https://example.org/lab94/?seed=2#x'))) ?? ''
  expect(link).toMatch(/^https:\/\/example\.org\/lab94\/#run=1\./)
  expect(link.length).toBeLessThan(600)
  const { run } = await hashToRun(new URL(link).hash)
  expect(run.record.tests.map(({ views }) => views)).toEqual(record.tests.map(({ views }) => views))
  expect(run.steps.loss).toEqual([])
})

it.each(['http://localhost:9494/', 'http://127.0.0.1/', 'http://[::1]:80/', 'http://a.localhost/'])(
  'makes none for %s, which is another computer elsewhere',
  async (address) => {
    expect(await shortLinkTo(syntheticRecord().record, at(address))).toBeNull()
  },
)
