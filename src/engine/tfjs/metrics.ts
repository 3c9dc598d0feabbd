import type * as tf from '@tensorflow/tfjs'
import type { StepMetrics } from '../engine.ts'

/** Loss and hits of enqueued steps on their way back; so it also knows how many steps are not done. */
export class MetricsQueue {
  /** None of these rejects; `settle` throws what went wrong. */
  readonly #underway: Promise<void>[] = []
  readonly #arrived: StepMetrics[] = []
  #error: Error | null = null

  /** Begins to read [summed loss, correct] of a step, and takes the tensor over. */
  add(step: number, batchSize: number, tensor: tf.Tensor1D): void {
    const read = this.#read(step, batchSize, tensor)
    this.#underway.push(read)
    void read.then(() => this.#underway.splice(this.#underway.indexOf(read), 1))
  }

  async #read(step: number, batchSize: number, tensor: tf.Tensor1D): Promise<void> {
    try {
      const [loss, correct] = await tensor.data<'float32'>()
      this.#arrived.push({ step, loss: loss / batchSize, accuracy: correct / batchSize })
    } catch (error) {
      this.#error ??= new Error(`The result of step ${step + 1} could not be read.`, {
        cause: error,
      })
    } finally {
      tensor.dispose()
    }
  }

  /** Waits until at most `count` steps are not done. Throws where the result of one could not be read. */
  async settle(count: number): Promise<void> {
    while (this.#underway.length > count) await this.#underway[0]
    if (this.#error) throw this.#error
  }

  /** What has arrived since the last call, in order. */
  take(): StepMetrics[] {
    return this.#arrived.splice(0).sort((a, b) => a.step - b.step)
  }
}
