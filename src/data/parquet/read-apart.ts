import { TooSlow, within } from '../../waiting/time-limit.ts'
import { DataError } from '../error.ts'
import type { DataFile } from '../format/read-files.ts'
import { ANOTHER_COPY } from './advice.ts'
import type { ParquetEvent, ParquetJob } from './protocol.ts'

/** The part of a worker that is used. */
export interface ParquetWorker {
  postMessage(job: ParquetJob, transfer: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<ParquetEvent>) => void): void
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void
  terminate(): void
}

/** A group of 1,000 images takes a third of a second, and some seconds on slow phones. */
const SILENCE_MS = 30_000

/**
 * Like `readParquet`, in a worker that is terminated if silent: a few wrong bytes can keep a decoder busy for hours or
 * exhaust memory. Transfers the job's bytes. Throws DataError.
 */
export async function* readApart(
  job: ParquetJob,
  worker: ParquetWorker,
  onRecords: (done: number, total: number) => void,
  silenceMs = SILENCE_MS,
): AsyncGenerator<DataFile, void> {
  const { name } = job
  const events = eventsOf(worker)
  try {
    worker.postMessage(job, [job.bytes.buffer])
    for (;;) {
      const event = await within(silenceMs, 'The decoder', events.next())
      switch (event.type) {
        case 'records':
          onRecords(event.done, event.total)
          break
        case 'file':
          yield event.file
          break
        case 'end':
          return
        case 'failed':
          throw new DataError(event.message, event.advice)
      }
    }
  } catch (cause) {
    if (!(cause instanceof TooSlow)) throw cause
    const message = `Unpacking ${name} was stopped because the decoder did not respond for ${silenceMs / 1000} s.`
    throw new DataError(message, ANOTHER_COPY, { cause })
  } finally {
    worker.terminate()
  }
}

/** A worker's events one by one; a load failure or crash is an event too. */
function eventsOf(worker: ParquetWorker): { next: () => Promise<ParquetEvent> } {
  const arrived: ParquetEvent[] = []
  let wake = () => {}
  const arrive = (event: ParquetEvent) => {
    arrived.push(event)
    wake()
  }
  worker.addEventListener('message', ({ data }) => arrive(data))
  worker.addEventListener('error', ({ message = '' }) =>
    arrive({
      type: 'failed',
      message: `The part of lab94 that unpacks the images did not load or stopped${message === '' ? '.' : `: ${message}`}`,
      advice: 'Reload the page, then download again.',
    }),
  )
  return {
    async next() {
      for (;;) {
        const event = arrived.shift()
        if (event !== undefined) return event
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
