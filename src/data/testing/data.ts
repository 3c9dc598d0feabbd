import { gzipSync } from 'node:zlib'
import { createTar } from 'nanotar'
import { randomWords } from '../../random/stream.ts'
import { ARCHIVE_FOLDER, DATA_FILE_NAMES, FILE_BYTES, RECORD_BYTES } from '../cifar10.ts'

const NOISE_BYTES = 100 * RECORD_BYTES

/**
 * A file of 10,000 records, labels counting up from `first`. Pixels are noise in the first 100 records, which takes its
 * place in an archive and has every bit count there, and all have one value in the others, which packs fast.
 */
export function syntheticBatch(first: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(FILE_BYTES).fill(first)
  const noise = randomWords(first, 'synthetic batch', 0, NOISE_BYTES / 4)
  bytes.set(new Uint8Array(noise.buffer, 0, NOISE_BYTES))
  for (let at = 0, label = first; at < FILE_BYTES; at += RECORD_BYTES, label++) {
    bytes[at] = label % 10
  }
  return bytes
}

/** An uncompressed archive, with the other entries that the official one has. */
export function tarOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const batches = Object.entries(files).map(([name, data]) => ({
    name: `${ARCHIVE_FOLDER}/${name}`,
    data,
  }))
  const others = [
    { name: `${ARCHIVE_FOLDER}/` },
    { name: `${ARCHIVE_FOLDER}/batches.meta.txt`, data: new TextEncoder().encode('airplane\n') },
  ]
  return new Uint8Array(createTar([...others, ...batches]))
}

/** A gzipped archive of six synthetic batches, each with its own pixels, or of `files`. */
export function archiveOf(files = syntheticFiles()): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(tarOf(files), { level: 1 }))
}

export function syntheticFiles(): Record<string, Uint8Array<ArrayBuffer>> {
  return Object.fromEntries(DATA_FILE_NAMES.map((name, index) => [name, syntheticBatch(index)]))
}

/** Bytes as a stream of chunks of that size. */
export function chunksOf(
  bytes: Uint8Array<ArrayBuffer>,
  chunk = 1 << 16,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + chunk))
      else controller.close()
      at += chunk
    },
  })
}

/** A copy with the lowest bit of one byte flipped. */
export function flipped(bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice()
  copy[at] ^= 1
  return copy
}
