import { createTar } from 'nanotar'
import { describe, expect, it } from 'vitest'
import { chunksOf } from '../testing/data.ts'
import { block, entry, header, paxRecord } from '../testing/tar.ts'
import { ByteReader } from './byte-reader.ts'
import { isTarHeader, readTar, TarError } from './tar.ts'

const FILES = {
  'a/empty': '',
  'a/one': '1',
  'b/block': 'x'.repeat(512),
  'b/more': 'y'.repeat(1300),
}
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

/** Where the last entry's blocks end: five headers, and content of 0, 1, 1 and 3 blocks. */
const EDGE = 10 * 512

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

  it('accepts an end at an entry boundary', async () => {
    expect(await contents(TAR.slice(0, EDGE))).toEqual(FILES)
    expect(await contents(TAR.slice(0, EDGE + 512))).toEqual(FILES)
  })

  it('reads pax paths and sizes, GNU long names, contiguous files and ustar prefixes', async () => {
    const long = `${'d'.repeat(150)}/name`
    const pax = `${paxRecord('path', 'ünder/pax')}${paxRecord('size', '3')}`
    const tar = Buffer.concat([
      entry('PaxHeader', 'x', pax),
      header('short', '0', 0),
      block('pax'),
      entry('././@LongLink', 'L', `${long}\0`),
      entry('cut', '0', 'gnu'),
      entry('PaxGlobal', 'g', paxRecord('comment', 'all')),
      entry('contiguous', '7', 'seven'),
      entry('file', '0', 'ustar', 'some/prefix'),
      entry('link', '2', ''),
    ])
    expect(await contents(new Uint8Array(tar), 100)).toEqual({
      'ünder/pax': 'pax',
      [long]: 'gnu',
      contiguous: 'seven',
      'some/prefix/file': 'ustar',
    })
  })

  it.each([['99999 path=x\n'], ['no length\n'], ['0 a=b\n'], ['6 size=-5\n'], ['9 size=x\n']])(
    'refuses the pax record %j',
    async (record) => {
      const tar = Buffer.concat([entry('PaxHeader', 'x', record), entry('a', '0', 'a')])
      await expect(contents(new Uint8Array(tar))).rejects.toThrow(TarError)
    },
  )

  it.each([0, 100, 511, 2000, 4608, EDGE - 1])('detects truncation at byte %i', async (end) => {
    const reading = contents(TAR.slice(0, end))
    await expect(reading).rejects.toMatchObject({ name: 'TarError', isTruncated: true })
  })

  it('detects a damaged header', async () => {
    const damaged = TAR.slice()
    damaged[1024 + 3] ^= 1
    await expect(contents(damaged)).rejects.toThrow(TarError)
    await expect(contents(damaged)).rejects.toMatchObject({ isTruncated: false })
  })
})

describe('isTarHeader', () => {
  it('verifies the checksum', () => {
    expect(isTarHeader(TAR)).toBe(true)
    expect(isTarHeader(TAR.slice(0, 511))).toBe(false)
    expect(isTarHeader(new Uint8Array(512))).toBe(false)
    expect(isTarHeader(new TextEncoder().encode('<!doctype html>'.repeat(50)))).toBe(false)
  })
})
