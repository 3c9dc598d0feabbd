import { fileURLToPath } from 'node:url'
import { readSampleFile, SAMPLE_FILE } from '../sample/sample.ts'
import type { Splits } from '../split.ts'
import { fileStream } from './file-stream.ts'

/** The shipped sample, read from the project's own `public/`. */
export function readSample(): Promise<Splits> {
  const path = fileURLToPath(new URL(`../../../public/${SAMPLE_FILE}`, import.meta.url))
  return readSampleFile(fileStream(path))
}
