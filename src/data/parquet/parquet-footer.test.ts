import { describe, expect, it } from 'vitest'
import { IMAGE_BYTES } from '../records.ts'
import { parquetOf, pngOf } from '../testing/parquet.ts'
import { checkFooter } from './parquet-footer.ts'

/** A file with nothing but that footer. */
function fileWith(footer: readonly number[], length = footer.length): Uint8Array {
  const file = new Uint8Array(footer.length + 8)
  file.set(footer)
  new DataView(file.buffer).setUint32(footer.length, length, true)
  file.set(new TextEncoder().encode('PAR1'), footer.length + 4)
  return file
}

describe('checkFooter', () => {
  it('passes real footers', () => {
    const png = pngOf(new Uint8Array(IMAGE_BYTES))
    expect(() => checkFooter(parquetOf([png, png], [1, 2]))).not.toThrow()
  })

  it.each([
    ['a length beyond the file', fileWith([0], 1000), 'cannot have 1000 bytes'],
    [
      'a list of more elements than bytes',
      fileWith([0x19, 0xf5, 0xff, 0xff, 0x0f, 0]),
      'cannot have',
    ],
    ['structs in structs', fileWith(Array.from({ length: 40 }, () => 0x1c)), 'nested too deeply'],
    ['lists in lists', fileWith([0x19, ...Array.from({ length: 40 }, () => 0x19)]), 'too deep'],
    ['a text beyond its end', fileWith([0x18, 100, 0]), 'in the middle of a value'],
    ['a number without an end', fileWith([0x15, ...Array.from({ length: 20 }, () => 255)]), 'long'],
    ['no end', fileWith([0x15, 1]), 'in the middle of a value'],
    ['kinds of values that footers lack', fileWith([0x1b, 0]), 'no values of kind 11'],
  ])('refuses %s', (_, file, message) => {
    expect(() => checkFooter(file)).toThrow(RangeError)
    expect(() => checkFooter(file)).toThrow(message)
  })
})
