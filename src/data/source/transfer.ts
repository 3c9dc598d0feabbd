/** The target of a transfer, with the bytes already there. */
export interface Sink {
  readonly received: number
  /** The version of the received bytes; null if they can't be resumed. */
  readonly etag: string | null
  /** Clears the sink: byte 0 of this version comes next. */
  restart(etag: string | null): Promise<void>
  append(chunk: Uint8Array<ArrayBuffer>): Promise<void>
}

/** A file to fetch. */
export interface Transfer {
  /** For messages. */
  readonly name: string
  readonly url: string
  /**
   * The fixed version of the URL, such as a checksum; absent if only an ETag identifies it. With a version, no ETag,
   * Content-Range or If-Range is needed, which other origins may not allow.
   */
  readonly version?: string | undefined
  /** Null if only the server knows. */
  readonly bytes: number | null
  readonly signal: AbortSignal
  /** Progress after each chunk, in bytes. */
  onProgress(received: number, total: number | null): void
  /** The transfer failed and is retried: a sentence, and the reason in a few words. */
  onInterrupted(message: string, reason: string): void
  /** Waits in milliseconds between attempts without progress; their number limits the attempts. */
  readonly retryDelays?: readonly number[] | undefined
  /** Timeout of a silent connection in milliseconds. */
  readonly patience?: number | undefined
  /** Whether to give up on a silent server at once, because there is another source. */
  readonly hasAlternative?: boolean | undefined
}
