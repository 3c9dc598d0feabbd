import type { ParquetJob } from './protocol.ts'
import { serveJob } from './serve-job.ts'

self.addEventListener('message', ({ data }: MessageEvent<ParquetJob>) => {
  serveJob(data, (event, transfer) => self.postMessage(event, { transfer })).catch(reportError)
})
