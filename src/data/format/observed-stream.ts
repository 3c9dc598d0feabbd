import { DataError } from '../error.ts'

export interface ObservedStream {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>
  /** Its last four bytes once all of it has been read, null before. */
  ending(): Uint8Array | null
  /** The read error, if any; streams downstream replace it by their own. */
  failure(): DataError | null
}

/** A file's stream that records how it ended; `onBytes` gets the size of each chunk. */
export function observe(
  name: string,
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes?: (count: number) => void,
): ObservedStream {
  const reader = source.getReader()
  let last: Uint8Array = new Uint8Array(0)
  let ended = false
  let failure: DataError | null = null
  let cancelled = false
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      let result
      try {
        result = await reader.read()
      } catch (cause) {
        failure = new DataError(
          `${name} could not be read.`,
          'Check that the file still exists and can be read, then choose it again.',
          { cause },
        )
        throw failure
      }
      // Cancelled during the read: drop the chunk.
      if (cancelled) return
      const { done, value } = result
      if (done) {
        ended = true
        return controller.close()
      }
      onBytes?.(value.length)
      last = value.length < 4 ? new Uint8Array([...last, ...value]).slice(-4) : value.slice(-4)
      controller.enqueue(value)
    },
    cancel(reason) {
      cancelled = true
      return reader.cancel(reason)
    },
  })
  return { stream, ending: () => (ended ? last : null), failure: () => failure }
}
