import { encode } from 'fast-png'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { IMAGE_BYTES, IMAGE_SIDE } from '../records.ts'

/** As Hugging Face's `datasets` writes images with labels. */
const SCHEMA: NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']> = [
  { name: 'schema', num_children: 2 },
  { name: 'img', repetition_type: 'OPTIONAL', num_children: 2 },
  { name: 'bytes', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY' },
  { name: 'path', repetition_type: 'OPTIONAL', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  { name: 'label', repetition_type: 'OPTIONAL', type: 'INT64' },
]

/** A parquet file of images given as PNGs, with their labels. */
export function parquetOf(
  pngs: readonly Uint8Array[],
  labels: readonly number[],
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    parquetWriteBuffer({
      schema: SCHEMA,
      columnData: [
        { name: 'img', data: pngs.map((bytes) => ({ bytes, path: null })) },
        { name: 'label', data: labels.map(BigInt) },
      ],
      rowGroupSize: 1000,
    }),
  )
}

/** A CIFAR-10 image, in its three planes, as a PNG. */
export function pngOf(pixels: Uint8Array): Uint8Array {
  const plane = IMAGE_SIDE * IMAGE_SIDE
  const data = Uint8Array.from(
    { length: IMAGE_BYTES },
    (_, i) => pixels[(i % 3) * plane + Math.floor(i / 3)],
  )
  return encode({ width: IMAGE_SIDE, height: IMAGE_SIDE, channels: 3, depth: 8, data })
}
