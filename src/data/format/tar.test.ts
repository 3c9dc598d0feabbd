import { createTar } from 'nanotar'
import { describe, expect, it } from 'vitest'
import { chunksOf } from '../test-data.ts'
import { ByteReader } from './byte-reader.ts'
import { isTarHeader, readTar, TarError } from './tar.ts'

const FILES = {
  'a/empty': '',
  'a/one': '1',
  'b/block': 'x'.repeat(512),
  'b/more': 'y'.repeat(1300),
}
/** Of 10,240 bytes, zeros from 4,608 on. */
const TAR = new Uint8Array(
  createTar([
    { name: 'a/' },
    ...Object.entries(FILES).map(([name, data]) => ({
      name,
      data: new TextEncoder().encode(data),
    })),
  ]),
)

async function contents(tar: Uint8Array<ArrayBuffer>, chunk?: number) {
  const found: Record<string, string> = {}
  for await (const entry of readTar(new ByteReader(chunksOf(tar, chunk)))) {
    const target = new Uint8Array(entry.size)
    await entry.read(target)
    found[entry.path] = new TextDecoder().decode(target)
  }
  return found
}

describe('readTar', () => {
  it.each([1, 7, 512, 1000, 1 << 16])('reads files in chunks of %i bytes', async (chunk) => {
    expect(await contents(TAR, chunk)).toEqual(FILES)
  })

  it('passes over what its reader leaves', async () => {
    const paths = []
    for await (const entry of readTar(new ByteReader(chunksOf(TAR)))) {
      if (entry.path === 'b/block') await entry.read(new Uint8Array(100))
      paths.push(entry.path)
    }
    expect(paths).toEqual(Object.keys(FILES))
  })

  it.each([0, 100, 512, 2000, 4608])('tells a cut at byte %i', async (end) => {
    const reading = contents(TAR.slice(0, end))
    await expect(reading).rejects.toMatchObject({ name: 'TarError', cutOff: true })
  })

  it('tells a damaged header', async () => {
    const damaged = TAR.slice()
    damaged[1024 + 3] ^= 1
    await expect(contents(damaged)).rejects.toThrow(TarError)
    await expect(contents(damaged)).rejects.toMatchObject({ cutOff: false })
  })
})

describe('isTarHeader', () => {
  it('goes by the checksum', () => {
    expect(isTarHeader(TAR)).toBe(true)
    expect(isTarHeader(TAR.slice(0, 511))).toBe(false)
    expect(isTarHeader(new Uint8Array(512))).toBe(false)
    expect(isTarHeader(new TextEncoder().encode('<!doctype html>'.repeat(50)))).toBe(false)
  })
})
