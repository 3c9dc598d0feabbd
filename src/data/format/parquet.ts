import { decode } from 'fast-png'
import { type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import * as v from 'valibot'
import { type DataFileName, FILE_BYTES, RECORD_BYTES, RECORDS_PER_FILE } from '../cifar10.ts'
import { DataError } from '../error.ts'
import { CLASS_NAMES, IMAGE_BYTES, IMAGE_SIDE } from '../records.ts'
import type { DataFile } from './read-files.ts'

const ANOTHER_COPY = 'Choose the files from your own disk, or tell whoever runs this page.'

const PLANE_BYTES = IMAGE_SIDE * IMAGE_SIDE

const RowSchema = v.object({
  img: v.object({ bytes: v.instance(Uint8Array) }),
  label: v.bigint(),
})

/**
 * The images of a parquet file as batches of those names, 10,000 images each in the file's own order. Read a row group at
 * a time; `onRecords` hears of each. Throws DataError where there is another number of images, or a bad one.
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
}

/** The rows of a file, group by group: as many as `total` says. */
async function* rowGroups(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  total: number,
): AsyncGenerator<unknown[]> {
  const buffer = bytes.buffer
  const offset = bytes.byteOffset
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end = bytes.length) => buffer.slice(offset + start, offset + end),
  }
  const unreadable = (cause: unknown) =>
    new DataError(`${name} cannot be read as a parquet file.`, ANOTHER_COPY, { cause })

  let metadata: FileMetaData
  try {
    metadata = await parquetMetadataAsync(file)
  } catch (cause) {
    throw unreadable(cause)
  }
  if (Number(metadata.num_rows) !== total) {
    throw new DataError(`${name} holds ${metadata.num_rows} images, not ${total}.`, ANOTHER_COPY)
  }
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    const columns = ['img', 'label']
    try {
      yield await parquetReadObjects({ file, metadata, columns, rowStart, rowEnd, utf8: false })
    } catch (cause) {
      throw unreadable(cause)
    }
    rowStart = rowEnd
  }
}

/** One row as a record of the binary version: label, then red, green and blue planes. */
function writeRecord(record: Uint8Array, row: unknown, where: string): void {
  const parsed = v.safeParse(RowSchema, row)
  if (!parsed.success) throw new DataError(`${where} lacks img.bytes or label.`, ANOTHER_COPY)
  const label = Number(parsed.output.label)
  if (label < 0 || label >= CLASS_NAMES.length) {
    throw new DataError(`${where} has label ${label}, and labels go from 0 to 9.`, ANOTHER_COPY)
  }
  const pixels = decodePng(parsed.output.img.bytes, where)
  record[0] = label
  for (let pixel = 0; pixel < PLANE_BYTES; pixel++) {
    for (let plane = 0; plane < 3; plane++) {
      record[1 + plane * PLANE_BYTES + pixel] = pixels[3 * pixel + plane]
    }
  }
}

/** By a library, never by a canvas: some browsers add noise to what pages read back from that. */
function decodePng(png: Uint8Array, where: string): ArrayLike<number> {
  let image
  try {
    image = decode(png)
  } catch (cause) {
    throw new DataError(`${where} is no PNG.`, ANOTHER_COPY, { cause })
  }
  const { width, height, channels, depth, palette, data } = image
  const fits = width === IMAGE_SIDE && height === IMAGE_SIDE && channels === 3 && depth === 8
  if (fits && palette === undefined && data.length === IMAGE_BYTES) return data
  throw new DataError(`${where} is not of 32x32 pixels in 8-bit RGB.`, ANOTHER_COPY)
}
