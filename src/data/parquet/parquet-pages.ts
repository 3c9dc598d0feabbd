import type { ColumnMetaData, PageHeader } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'

/**
 * Walks the headers of a column's pages in a row group of `rows` rows. Throws a RangeError if one lacks a number or
 * claims more than its part of the file: hyparquet 1.33 takes a missing length for an offset that never ends, and reads
 * for ever.
 */
export function checkPages(file: Uint8Array, column: ColumnMetaData, rows: number): void {
  const start = Number(column.dictionary_page_offset ?? column.data_page_offset)
  const size = Number(column.total_compressed_size)
  if (!isCount(start, file.length) || !isCount(size, file.length - start)) {
    throw new RangeError(`A column cannot be at bytes ${start} to ${start + size}.`)
  }
  const reader = { view: new DataView(file.buffer, file.byteOffset + start, size), offset: 0 }
  while (reader.offset < size - 1) {
    const header = parquetHeader(reader)
    const left = size - reader.offset
    for (const [count, most] of countsOf(header, rows, left)) {
      if (!isCount(count, most))
        throw new RangeError(`A page cannot have ${String(count)} of at most ${most}.`)
    }
    reader.offset += header.compressed_page_size
  }
}

/** Each count of a header, with the largest that it may have. */
function countsOf(header: PageHeader, rows: number, left: number): (readonly [unknown, number])[] {
  const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: words } = header
  const { compressed_page_size: inFile, uncompressed_page_size: inMemory } = header
  const counts: (readonly [unknown, number])[] = [
    [inFile, left],
    [inMemory, Infinity],
  ]
  if (v1) counts.push([v1.num_values, rows])
  if (words) counts.push([words.num_values, inMemory])
  if (v2) {
    counts.push([v2.num_values, rows], [v2.num_nulls, rows], [v2.num_rows, rows])
    counts.push(
      [v2.definition_levels_byte_length, inFile],
      [v2.repetition_levels_byte_length, inFile],
    )
  }
  return counts
}

const isCount = (value: unknown, most: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
