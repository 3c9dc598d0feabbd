import { expect, it } from 'vitest'
import { DataError } from '../error.ts'
import { IMAGE_BYTES } from '../records.ts'
import { fuzz, FUZZ_TIMEOUT } from '../../testing/fuzz.ts'
import { parquetOf, pngOf } from '../testing/parquet.ts'
import { readMetadata, rowGroups } from './parquet.ts'

const ROWS = 1500

it('reads or rejects any parquet footer', { timeout: FUZZ_TIMEOUT }, async () => {
  const png = pngOf(new Uint8Array(IMAGE_BYTES))
  const file = parquetOf(
    Array.from({ length: ROWS }, () => png),
    Array.from({ length: ROWS }, (_, i) => i % 10),
  )
  const { accepted, refused } = await fuzz({
    name: 'parquet footers',
    samples: [file],
    decode: (bytes) => {
      const { row_groups: groups } = readMetadata('train.parquet', bytes, ROWS)
      expect(groups.reduce((sum, { num_rows: rows }) => sum + Number(rows), 0)).toBe(ROWS)
      expect(groups.length).toBeLessThanOrEqual(ROWS)
    },
    refusals: [DataError],
  })
  expect(accepted).toBeGreaterThan(0)
  expect(refused).toBeGreaterThan(0)
})

it('reads or refuses any rows of a parquet file', { timeout: FUZZ_TIMEOUT }, async () => {
  const rows = 20
  const pictures = Array.from({ length: rows }, (_, i) => Uint8Array.of(i, i * i, 7))
  const labels = pictures.map((_, i) => i % 3)
  const { accepted, refused } = await fuzz({
    name: 'parquet rows',
    samples: [parquetOf(pictures, labels)],
    async decode(bytes) {
      for await (const group of rowGroups('train.parquet', bytes, rows)) {
        expect(group.length).toBeLessThanOrEqual(rows)
      }
    },
    refusals: [DataError],
  })
  expect(Math.min(accepted, refused)).toBeGreaterThan(0)
})
