import {
  type FileMetaData,
  parquetMetadata,
  parquetReadObjects,
  type RowGroup,
  snappyUncompress,
} from 'hyparquet'
import * as v from 'valibot'
import {
  DATASET_BYTES,
  type DataFileName,
  FILE_BYTES,
  RECORD_BYTES,
  RECORDS_PER_FILE,
} from '../cifar10.ts'
import { DataError } from '../error.ts'
import { CLASS_NAMES, IMAGE_SIDE } from '../records.ts'
import { ANOTHER_COPY } from './advice.ts'
import { checkFooter } from './parquet-footer.ts'
import { checkPages } from './parquet-pages.ts'
import { decodePng } from './png.ts'
import type { DataFile } from '../format/read-files.ts'

const PLANE_BYTES = IMAGE_SIDE * IMAGE_SIDE

const RowSchema = v.object({
  img: v.object({ bytes: v.instance(Uint8Array) }),
  label: v.bigint(),
})

/**
 * The images of a parquet file as batches of those names, 10,000 images each in the file's own order. Reads a row group
 * at a time; `onRecords` gets the progress. Throws DataError for a wrong number of images or a bad one.
 */
export async function* readParquet(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  batches: readonly DataFileName[],
  onRecords: (done: number, total: number) => void,
): AsyncGenerator<DataFile, void> {
  const total = batches.length * RECORDS_PER_FILE
  let batch = new Uint8Array(FILE_BYTES)
  let done = 0
  for await (const rows of rowGroups(name, bytes, total)) {
    for (const row of rows) {
      const record = done % RECORDS_PER_FILE
      const start = record * RECORD_BYTES
      writeRecord(batch.subarray(start, start + RECORD_BYTES), row, `${name}, image ${done}`)
      done += 1
      if (record + 1 < RECORDS_PER_FILE) continue
      yield { name: batches[done / RECORDS_PER_FILE - 1], bytes: batch }
      batch = new Uint8Array(FILE_BYTES)
    }
    onRecords(done, total)
  }
  if (done !== total) {
    throw new DataError(`${name} ends after ${done} of ${total} images.`, ANOTHER_COPY)
  }
}

/** The rows of a file, group by group: as many as `total` says. Throws DataError. */
export async function* rowGroups(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  total: number,
): AsyncGenerator<unknown[]> {
  const metadata = readMetadata(name, bytes, total)
  const buffer = bytes.buffer
  const offset = bytes.byteOffset
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end = bytes.length) => buffer.slice(offset + start, offset + end),
  }
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    const columns = ['img', 'label']
    const what = { file, metadata, columns, rowStart, rowEnd, utf8: false, compressors }
    try {
      yield await parquetReadObjects(what)
    } catch (cause) {
      throw unreadable(name, cause)
    }
    rowStart = rowEnd
  }
}

/**
 * A file's metadata, validated so that reading terminates: it has the expected number of rows, and no part claims more.
 * Throws DataError.
 */
export function readMetadata(name: string, bytes: Uint8Array, total: number): FileMetaData {
  let metadata: FileMetaData
  try {
    checkFooter(bytes)
    metadata = parquetMetadata(bytes)
    for (const group of metadata.row_groups) checkGroup(bytes, group, total)
  } catch (cause) {
    throw unreadable(name, cause)
  }
  const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0)
  if (Number(metadata.num_rows) !== total || rows !== total) {
    throw new DataError(`${name} holds ${metadata.num_rows} images, not ${total}.`, ANOTHER_COPY)
  }
  return metadata
}

function checkGroup(file: Uint8Array, { num_rows: rows, columns }: RowGroup, most: number): void {
  if (rows < 1 || rows > most) throw new RangeError(`A row group cannot have ${rows} rows.`)
  for (const { meta_data: column } of columns) {
    if (column && (column.num_values < 0 || column.num_values > rows)) {
      throw new RangeError(`${rows} rows cannot have ${column.num_values} values.`)
    }
    if (column) checkPages(file, column, Number(rows))
  }
}

/** The library's decompressors, which reject pages that claim more than the whole data set. */
const compressors = {
  SNAPPY(compressed: Uint8Array, length: number): Uint8Array {
    if (length > DATASET_BYTES) throw new RangeError(`A page cannot have ${length} bytes.`)
    const page = new Uint8Array(length)
    snappyUncompress(compressed, page)
    return page
  },
}

const unreadable = (name: string, cause: unknown): DataError =>
  new DataError(`${name} cannot be read as a parquet file.`, ANOTHER_COPY, { cause })

/** One row as a record of the binary version: label, then red, green and blue planes. */
function writeRecord(record: Uint8Array, row: unknown, where: string): void {
  const parsed = v.safeParse(RowSchema, row)
  if (!parsed.success) throw new DataError(`${where} lacks img.bytes or label.`, ANOTHER_COPY)
  const label = Number(parsed.output.label)
  if (label < 0 || label >= CLASS_NAMES.length) {
    throw new DataError(`${where} has label ${label}, but labels go from 0 to 9.`, ANOTHER_COPY)
  }
  const pixels = decodePng(parsed.output.img.bytes, where)
  record[0] = label
  for (let pixel = 0; pixel < PLANE_BYTES; pixel++) {
    for (let plane = 0; plane < 3; plane++) {
      record[1 + plane * PLANE_BYTES + pixel] = pixels[3 * pixel + plane]
    }
  }
}
