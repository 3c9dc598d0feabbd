import type { DataFile } from '../format/read-files.ts'
import type { ParquetJob } from './protocol.ts'
import { readApart } from './read-apart.ts'
import { startParquetWorker } from './start-worker.ts'

/** The batches of a parquet file, read in a nested worker if the browser supports it. Throws DataError. */
export async function* unpackParquet(
  job: ParquetJob,
  onRecords: (done: number, total: number) => void,
): AsyncGenerator<DataFile, void> {
  const worker = startParquetWorker()
  if (worker !== null) return yield* readApart(job, worker, onRecords)
  const { readParquet } = await import('./parquet.ts')
  yield* readParquet(job.name, job.bytes, job.batches, onRecords)
}
