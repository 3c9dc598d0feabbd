import { expect, it } from 'vitest'
import { parquetOf, pngOf } from '../testing/parquet.ts'
import { IMAGE_BYTES } from '../records.ts'
import { readMetadata } from './parquet.ts'

/** Of 20 rows; a page's header lacks the length of its levels. Found by `parquet.fuzz.test.ts` with 40,000 inputs. */
const ENDLESS = [
  'UEFSMRUGFZwCFdoBXBUoABUoFQAVBBUAAAAoAowBBAMAAQEABwEHBAEBBQcEAgQFBwQDCQUHBAQQBQcEBRkFBwQGJAUHBAcxBQcE',
  'CEAFBwQJUQUHBApkBQcIC3kHAU0EDJAFBwQNqQUHBA7EBQcED+EFBwAQCXAEESEFDiQSRAcDAAAAE2kHFQYVBBUGXBUoFSgVKBUA',
  'FQQVAAAAKAEAFQQVMBUkTBUGFQAAABgAAA0BAAENCBwCAAAAAAAAABUGFRQVGFwVKBUAFSgVEBUEFQAAACgBCBwCByRJkiRJABUE',
  'GVxIBnNjaGVtYRUEADUCGANpbWcVBAAVDCUCGAVieXRlcwAVDCUCGARwYXRoJQAAFQQlAhgFbGFiZWwAFigZHBk8JggcFQwZFQAZ',
  'KANpbWcFYnl0ZXMVAhYoFsoCFogCJgg8NgAoAxNpBxgDAAAHABkcFQYVABUCAAAAJpACHBUMGRUAGSgDaW1nBHBhdGgVAhYoFi4W',
  'MCaQAjw2KAAZHBUGFQAVAgAAACbAAhwVBBklABAZGAVsYWJlbBUCFigWiAEWgAEm/gImwAIcNgAoCAIAAAAAAAAAGAgAAAAAAAAA',
  'AAAZLBUEFQAVAgAVBhUQFQIAAAAWgAQWKDa4AwAoCWh5cGFycXVldBk8HAAAHAAAHAAAABcBAABQQVIx',
].join('')

it('rejects a page without the length of its levels, which the library would read for ever', () => {
  const bytes = new Uint8Array(Buffer.from(ENDLESS, 'base64'))
  expect(() => readMetadata('train.parquet', bytes, 20)).toThrow(
    expect.objectContaining({
      cause: expect.objectContaining({ message: expect.stringMatching(/^A page cannot have /) }),
    }),
  )
})

it('accepts the pages of a file of images', () => {
  const png = pngOf(new Uint8Array(IMAGE_BYTES))
  const file = parquetOf([png, png], [3, 4])
  expect(readMetadata('train.parquet', file, 2).num_rows).toBe(2n)
})
