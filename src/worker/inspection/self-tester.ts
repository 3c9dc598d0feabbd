import type { SelfTestEvent } from '../protocol.ts'
import type { SessionOptions } from '../session-options.ts'

/** Runs the self-test, one at a time, and reports in events. */
export class SelfTester {
  readonly #options: Pick<SessionOptions, 'engines' | 'post'>
  #abort: AbortController | null = null

  constructor(options: Pick<SessionOptions, 'engines' | 'post'>) {
    this.#options = options
  }

  /** Resolves when it has ended or was stopped. Rejects with the device's error, which is reported as `failed` too. */
  async run(seed: number): Promise<void> {
    this.stop()
    const abort = new AbortController()
    this.#abort = abort
    const test = await this.#options.engines.selfTest()
    if ('unavailable' in test) {
      this.#post({ type: 'refused', reason: test.unavailable })
      return
    }
    const { cases, skipped } = test
    this.#post({ type: 'begin', seed, cases, skipped })
    try {
      await test.run({
        seed,
        onResult: (result) => this.#post({ type: 'result', result }),
        signal: abort.signal,
      })
      this.#post({ type: 'end', how: abort.signal.aborted ? 'stopped' : 'complete' })
    } catch (error) {
      this.#post({ type: 'end', how: 'failed' })
      throw error
    }
  }

  refuse(reason: string): void {
    this.#post({ type: 'refused', reason })
  }

  /** Stops the current test, if any. */
  stop(): void {
    this.#abort?.abort()
    this.#abort = null
  }

  #post(event: SelfTestEvent): void {
    this.#options.post({ type: 'selfTest', event })
  }
}
