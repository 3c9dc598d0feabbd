import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { chunksOf, flipped } from '../testing/data.ts'
import { gunzip } from './gunzip.ts'

const bytesOf = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
const zip = (text: string) => new Uint8Array(gzipSync(text))
const read = (bytes: Uint8Array<ArrayBuffer>, chunk = 1 << 16, limit = 1 << 20) =>
  new Response(gunzip(chunksOf(bytes, chunk), limit)).text()

const LONG = 'abcdefgh'.repeat(30_000)

describe('gunzip', () => {
  it.each([1, 7, 1 << 16])(
    'reads members, empty ones and padding in chunks of %i',
    async (chunk) => {
      const zeros = new Uint8Array(1000)
      const zipped = bytesOf(zip('one '), zip(''), zip(LONG), zip(' end'), zip(''), zeros)
      expect(await read(zipped, chunk)).toBe(`one ${LONG} end`)
    },
  )

  it('reads what fills its output exactly', async () => {
    expect(await read(zip('x'.repeat(1 << 17)))).toBe('x'.repeat(1 << 17))
  })

  it.each([5, 15, 60, -1, -8])('says that data is truncated at %i', async (end) => {
    const cut = zip(LONG).slice(0, end)
    await expect(read(cut)).rejects.toMatchObject({ fault: 'truncated' })
  })

  it('checks each member', async () => {
    const first = zip('first')
    const broken = bytesOf(flipped(first, first.length - 6), zip('second'))
    await expect(read(broken)).rejects.toMatchObject({ fault: 'damaged' })
    const behind = bytesOf(first, new TextEncoder().encode('not gzip'))
    await expect(read(behind)).rejects.toMatchObject({ fault: 'damaged' })
  })

  it('stops a bomb at its limit', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(2 << 20)))
    await expect(read(bomb)).rejects.toMatchObject({ fault: 'too large' })
  })
})
