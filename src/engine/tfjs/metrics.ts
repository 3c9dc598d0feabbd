import type * as tf from '@tensorflow/tfjs'

interface Reported {
  readonly step: number
}

/** Pending reports of enqueued steps, and so the number of unfinished steps. */
export class ReportQueue<T extends Reported> {
  /** None of these rejects; `settle` throws their errors. */
  readonly #underway: Promise<void>[] = []
  readonly #arrived: T[] = []
  #error: Error | null = null

  /** Starts reading a step's report, and takes ownership of the tensor. */
  add(step: number, tensor: tf.Tensor, parse: (numbers: Float32Array) => T): void {
    const read = this.#read(step, tensor, parse)
    this.#underway.push(read)
    void read.then(() => this.#underway.splice(this.#underway.indexOf(read), 1))
  }

  async #read(step: number, tensor: tf.Tensor, parse: (numbers: Float32Array) => T): Promise<void> {
    try {
      this.#arrived.push(parse(await tensor.data<'float32'>()))
    } catch (error) {
      this.#error ??= new Error(`The result of step ${step + 1} could not be read.`, {
        cause: error,
      })
    } finally {
      tensor.dispose()
    }
  }

  /** Waits until at most `count` steps are unfinished. Throws if reading a result failed. */
  async settle(count: number): Promise<void> {
    while (this.#underway.length > count) await this.#underway[0]
    if (this.#error) throw this.#error
  }

  /** Reports since the last call, in order. */
  take(): T[] {
    return this.#arrived.splice(0).sort((a, b) => a.step - b.step)
  }
}
