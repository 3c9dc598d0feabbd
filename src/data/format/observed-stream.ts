import { DataError } from '../error.ts'

export interface ObservedStream {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>
  /** Its last four bytes once all of it has been read, null before. */
  ending(): Uint8Array | null
  /** Why it could not be read on, if so: what is downstream reports that in words of its own. */
  failure(): DataError | null
}

/** A file's stream that remembers how it ended; `onBytes` hears how many bytes each chunk has. */
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
          'See that it is still there and may be read, then choose it again.',
          { cause },
        )
        throw failure
      }
      // Cancelled while it was being read: nobody takes what came.
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
