import { inWords } from '../error.ts'
import { readParquet } from './parquet.ts'
import type { ParquetEvent, ParquetJob } from './protocol.ts'

/** Reads a file and posts the results; batches are transferred. Never rejects. */
export async function serveJob(
  { name, bytes, batches }: ParquetJob,
  post: (event: ParquetEvent, transfer: Transferable[]) => void,
): Promise<void> {
  const onRecords = (done: number, total: number) => post({ type: 'records', done, total }, [])
  try {
    for await (const file of readParquet(name, bytes, batches, onRecords)) {
      post({ type: 'file', file }, [file.bytes.buffer])
    }
    post({ type: 'end' }, [])
  } catch (error) {
    post({ type: 'failed', ...inWords(error) }, [])
  }
}
