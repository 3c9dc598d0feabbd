import * as v from 'valibot'
import { expect, it } from 'vitest'
import { fuzz, FUZZ_TIMEOUT } from '../../testing/fuzz.ts'
import { WholeRunSchema } from '../record/record.ts'
import { syntheticRecord } from '../testing/records.ts'
import { fromBase64url, toBase64url } from './encoding/base64url.ts'
import { deflate, inflate } from './encoding/deflate.ts'
import { groupToHash, hashToGroup } from './group-link.ts'
import { LinkError } from './link-error.ts'

const hashes = await Promise.all(
  [1, 2].map((count) =>
    groupToHash(
      Array.from({ length: count }, (_, i) =>
        syntheticRecord({ epochs: 2, record: { seed: i + 1 } }),
      ),
    ),
  ),
)

/** What a link opens can be stored. */
const open = async (hash: string): Promise<void> => {
  for (const { run } of await hashToGroup(hash)) {
    expect(v.safeParse(WholeRunSchema, JSON.parse(JSON.stringify(run))).success).toBe(true)
  }
}

it('opens or rejects any link to a group', { timeout: FUZZ_TIMEOUT }, async () => {
  const { refused } = await fuzz({
    name: 'group links',
    samples: hashes.map((hash) => new TextEncoder().encode(hash)),
    decode: (bytes) => open(new TextDecoder().decode(bytes)),
    refusals: [LinkError],
  })
  expect(refused).toBeGreaterThan(0)
})

it(
  'opens or rejects any bytes packed in a link to a group',
  { timeout: FUZZ_TIMEOUT },
  async () => {
    const packed = hashes.map((hash) => fromBase64url(hash.slice('#runs=1.'.length)))
    const { refused } = await fuzz({
      name: 'packed groups',
      samples: await Promise.all(packed.map((bytes) => inflate(bytes, 2 ** 16))),
      decode: async (bytes) => open(`#runs=1.${toBase64url(await deflate(bytes))}`),
      refusals: [LinkError],
    })
    expect(refused).toBeGreaterThan(0)
  },
)
