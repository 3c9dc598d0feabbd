import { Worker } from 'node:worker_threads'

/** Milliseconds after which an input counts as endless. */
const ENDLESS_MS = 60_000

/** Bytes of an input that are reported. */
const MOST_SHOWN = 2 ** 16

/**
 * A thread that ends the process, and reports the input's bytes, if a decoder does not return from one: a test's own
 * time limit cannot, since the decoder blocks its thread.
 */
export class Watchdog {
  /** The number of inputs so far, and the bytes of the current one. */
  readonly #head = new Int32Array(new SharedArrayBuffer(8))
  readonly #input = new Uint8Array(new SharedArrayBuffer(MOST_SHOWN))
  readonly #thread: Worker

  constructor(name: string) {
    const workerData = { name, head: this.#head, input: this.#input, ms: ENDLESS_MS }
    this.#thread = new Worker(WATCH, { eval: true, workerData })
  }

  /** Call before each input. */
  watch(bytes: Uint8Array): void {
    const shown = bytes.subarray(0, MOST_SHOWN)
    this.#input.set(shown)
    this.#head[1] = shown.length
    Atomics.add(this.#head, 0, 1)
  }

  async stop(): Promise<void> {
    await this.#thread.terminate()
  }
}

/** The thread's program. It writes to the file of standard error: `process.stderr` goes through the blocked thread. */
export const WATCH = `
const { workerData } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const { name, head, input, ms } = workerData
let seen = -1
setInterval(() => {
  const now = Atomics.load(head, 0)
  if (now === seen) {
    const bytes = Buffer.from(input.slice(0, head[1])).toString('base64')
    writeSync(2, name + ': input ' + now + ' does not end. Its bytes, in base64: ' + bytes + '\\n')
    process.kill(process.pid, 'SIGKILL')
  }
  seen = now
}, ms)
`
