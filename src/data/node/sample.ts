import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSampleFile, SAMPLE_FILE } from '../sample/sample.ts'
import type { Splits } from '../split.ts'
import { fileStream } from './file-stream.ts'

/** The shipped sample, read from the project's own `public/`. */
export function readSample(): Promise<Splits> {
  return readSampleFile(fileStream(samplePath()))
}

/** The nearest `public/` above this module, which may lie in `src/` or in a bundle somewhere below the project. */
function samplePath(): string {
  const start = dirname(fileURLToPath(import.meta.url))
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'public', SAMPLE_FILE)
    if (existsSync(path)) return path
  }
  throw new Error(`public/${SAMPLE_FILE} is missing above ${start}. Check the project out again.`)
}
