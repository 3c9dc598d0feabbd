/** Reads a stream of bytes in portions of the caller's choosing. */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>
  #left: Uint8Array<ArrayBuffer> = new Uint8Array(0)

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.getReader()
  }

  /** The next `count` bytes without consuming them; fewer at the end. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#left.length < count) {
      const { done, value } = await this.#reader.read()
      if (done) break
      const joined = new Uint8Array(this.#left.length + value.length)
      joined.set(this.#left)
      joined.set(value, this.#left.length)
      this.#left = joined
    }
    return this.#left.subarray(0, count)
  }

  /** Fills `target`; returns the number of bytes, fewer than its length at the end. */
  async read(target: Uint8Array): Promise<number> {
    let filled = 0
    while (filled < target.length && (await this.#refill())) {
      const part = this.#take(target.length - filled)
      target.set(part, filled)
      filled += part.length
    }
    return filled
  }

  /** Skips `count` bytes; returns how many there were. */
  async skip(count: number): Promise<number> {
    let skipped = 0
    while (skipped < count && (await this.#refill())) skipped += this.#take(count - skipped).length
    return skipped
  }

  /** The rest as a stream; don't use this reader afterwards. */
  rest(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      pull: async (controller) => {
        if (await this.#refill()) controller.enqueue(this.#take(this.#left.length))
        else controller.close()
      },
      cancel: (reason) => this.#reader.cancel(reason),
    })
  }

  /** Cancels the stream. */
  async close(): Promise<void> {
    try {
      await this.#reader.cancel()
    } catch {
      // A failed stream can't be cancelled; its reader has the error.
    }
  }

  async #refill(): Promise<boolean> {
    while (this.#left.length === 0) {
      const { done, value } = await this.#reader.read()
      if (done) return false
      this.#left = value
    }
    return true
  }

  #take(atMost: number): Uint8Array<ArrayBuffer> {
    const part = this.#left.subarray(0, atMost)
    this.#left = this.#left.subarray(part.length)
    return part
  }
}
