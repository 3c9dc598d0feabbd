/** Reads a stream of bytes in portions of the caller's choosing. */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>
  #left: Uint8Array<ArrayBuffer> = new Uint8Array(0)

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.getReader()
  }

  /** The next `count` bytes without taking them; fewer where the stream ends. */
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

  /** Fills `target`; returns how many bytes there were, fewer than its length where the stream ends. */
  async read(target: Uint8Array): Promise<number> {
    let filled = 0
    while (filled < target.length && (await this.#refill())) {
      const part = this.#take(target.length - filled)
      target.set(part, filled)
      filled += part.length
    }
    return filled
  }

  /** Passes over `count` bytes; returns how many there were. */
  async skip(count: number): Promise<number> {
    let skipped = 0
    while (skipped < count && (await this.#refill())) skipped += this.#take(count - skipped).length
    return skipped
  }

  /** All that has not been taken yet, as a stream; this reader is used up. */
  rest(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      pull: async (controller) => {
        if (await this.#refill()) controller.enqueue(this.#take(this.#left.length))
        else controller.close()
      },
      cancel: (reason) => this.#reader.cancel(reason),
    })
  }

  /** Ends the stream at its source, wherever it stands. */
  async close(): Promise<void> {
    try {
      await this.#reader.cancel()
    } catch {
      // A stream that has failed cannot be cancelled; whoever read it has that failure.
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
