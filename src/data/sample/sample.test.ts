import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import provenance from '../../../public/cifar-10-sample.json' with { type: 'json' }
import { encodeRecord } from '../../../scripts/assets/encode-record.mjs'
import { RECORD_BYTES } from '../cifar10.ts'
import { readSample } from '../node/sample.ts'
import { IMAGE_BYTES, type Records } from '../records.ts'
import { TooSlow } from '../../waiting/time-limit.ts'
import { decodeRecords } from './coding.ts'
import { readSampleFile } from './sample.ts'

function plainSha256({ count, labels, pixels }: Records): string {
  const hash = createHash('sha256')
  for (let record = 0; record < count; record++) {
    hash.update(labels.subarray(record, record + 1))
    hash.update(pixels.subarray(record * IMAGE_BYTES, (record + 1) * IMAGE_BYTES))
  }
  return hash.digest('hex')
}

function perClass({ labels }: Records): number[] {
  const counts = Array.from({ length: 10 }, () => 0)
  for (const label of labels) counts[label] += 1
  return counts
}

describe('the shipped sample', () => {
  it('contains exactly the records that its provenance lists, balanced over the classes', async () => {
    const { train, test } = await readSample()
    expect([train.count, test.count]).toEqual([provenance.train.count, provenance.test.count])
    expect(perClass(train)).toEqual(Array.from({ length: 10 }, () => 500))
    expect(perClass(test)).toEqual(Array.from({ length: 10 }, () => 100))
    expect(plainSha256(train)).toBe(provenance.train.recordsSha256)
    expect(plainSha256(test)).toBe(provenance.test.recordsSha256)
  })

  it('says so when the file is something else', async () => {
    const html = new Response('<!doctype html>').body
    if (html === null) throw new Error('no body')
    await expect(readSampleFile(html)).rejects.toThrow('damaged or truncated')
    const other = new Response(new Uint8Array(10)).body?.pipeThrough(new CompressionStream('gzip'))
    if (other === undefined) throw new Error('no body')
    await expect(readSampleFile(other)).rejects.toThrow('does not contain its records')
  })

  it('says so when the server stops sending it', async () => {
    const silent = new TooSlow('The server has sent nothing for 10 s.')
    const gzipHead = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(gzipHead),
      pull: (controller) => controller.error(silent),
    })
    await expect(readSampleFile(body)).rejects.toThrow(
      'cifar-10-sample.bin.z could not be fetched. The server has sent nothing for 10 s.',
    )
  })
})

describe('its coding', () => {
  it('returns any record', () => {
    const record = Uint8Array.from({ length: RECORD_BYTES }, (_, at) => (at * at * 31 + at) >> 3)
    const coded = new Uint8Array(encodeRecord(record))
    expect(coded).not.toEqual(record)
    decodeRecords(coded)
    expect(coded).toEqual(record)
  })
})
