import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { fuzz, FUZZ_TIMEOUT } from '../../testing/fuzz.ts'
import { WholeRunSchema } from '../record/record.ts'
import { fromBase64url, toBase64url } from './encoding/base64url.ts'
import { deflate, inflate } from './encoding/deflate.ts'
import { hashToRun } from './link.ts'
import { LinkError } from './link-error.ts'

const LinksSchema = v.array(v.object({ hash: v.string() }))
const links = v
  .parse(LinksSchema, JSON.parse(readFileSync(new URL('links-1.json', import.meta.url), 'utf8')))
  .map(({ hash }) => hash)

/** What a link opens can be stored, and opened again. */
const open = async (hash: string): Promise<void> => {
  const { run } = await hashToRun(hash)
  expect(v.safeParse(WholeRunSchema, JSON.parse(JSON.stringify(run))).success).toBe(true)
}

it('opens or rejects any link', { timeout: FUZZ_TIMEOUT }, async () => {
  const { refused } = await fuzz({
    name: 'links',
    samples: links.map((hash) => new TextEncoder().encode(hash)),
    decode: (bytes) => open(new TextDecoder().decode(bytes)),
    refusals: [LinkError],
  })
  expect(refused).toBeGreaterThan(0)
})

it('opens or rejects any bytes packed in a link', { timeout: FUZZ_TIMEOUT }, async () => {
  const packed = links.map((hash) => fromBase64url(hash.slice('#run=1.'.length)))
  const { refused } = await fuzz({
    name: 'packed runs',
    samples: await Promise.all(packed.map((bytes) => inflate(bytes, 2 ** 16))),
    decode: async (bytes) => open(`#run=1.${toBase64url(await deflate(bytes))}`),
    refusals: [LinkError],
  })
  expect(refused).toBeGreaterThan(0)
})
