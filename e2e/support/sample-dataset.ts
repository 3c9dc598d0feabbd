import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createTar } from 'nanotar'
import {
  ARCHIVE_FOLDER,
  ARCHIVE_NAME,
  DATA_FILES,
  FILE_BYTES,
  RECORD_BYTES,
  RECORDS_PER_FILE,
} from '../../src/data/cifar10.ts'
import { readSample } from '../../src/data/node/sample.ts'
import { IMAGE_BYTES, type Records } from '../../src/data/records.ts'

/**
 * A data set of the real layout and size, made of repeated shipped images: `folder` gets the six files in `files/`, and
 * their archive. All files differ.
 */
export async function writeSampleDataset(
  folder: string,
): Promise<{ files: string; archive: string }> {
  const sample = await readSample()
  const batches = DATA_FILES.map(({ name, split }, index) => ({
    name,
    bytes: repeated(sample[split], index),
  }))
  const files = join(folder, 'files')
  await mkdir(files, { recursive: true })
  for (const { name, bytes } of batches) await writeFile(join(files, name), bytes)
  const archive = join(folder, ARCHIVE_NAME)
  const tar = createTar(
    batches.map(({ name, bytes }) => ({ name: `${ARCHIVE_FOLDER}/${name}`, data: bytes })),
  )
  await writeFile(archive, gzipSync(tar, { level: 1 }))
  return { files, archive }
}

/** 10,000 records from record `first` on, wrapping around. */
function repeated({ count, labels, pixels }: Records, first: number): Uint8Array {
  const bytes = new Uint8Array(FILE_BYTES)
  for (let record = 0; record < RECORDS_PER_FILE; record++) {
    const from = (first + record) % count
    bytes[record * RECORD_BYTES] = labels[from]
    bytes.set(
      pixels.subarray(from * IMAGE_BYTES, (from + 1) * IMAGE_BYTES),
      record * RECORD_BYTES + 1,
    )
  }
  return bytes
}
