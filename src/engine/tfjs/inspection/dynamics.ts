import * as tf from '@tensorflow/tfjs'
import { tensorDynamics, type StepDynamics } from '../../inspection/dynamics.ts'
import { ReportQueue } from '../metrics.ts'
import { tensorNamed, type Tensors } from '../network/network.ts'

/** The sums that are measured for each tensor. */
const SUMS = 6

/** A step's gradients, and the parameters before and after it. */
export interface MovedTensors {
  readonly step: number
  readonly gradients: Tensors
  readonly before: Tensors
  readonly after: Tensors
}

/** Measures how the parameters move in every n-th step, for `Engine.recordDynamics`. */
export class DynamicsMeter {
  readonly #everySteps: number
  readonly #queue = new ReportQueue<StepDynamics>()
  #previous: { readonly step: number; readonly gradients: Tensors } | null = null

  constructor(everySteps: number) {
    this.#everySteps = everySteps
  }

  /** Whether a step's tensors are needed: it or the next one is measured. */
  wants(step: number): boolean {
    return step % this.#everySteps === 0 || this.#keeps(step)
  }

  /** Measures a step, or saves its gradients for the next. Call within a `tidy`. */
  add(moved: MovedTensors): void {
    const { step, gradients } = moved
    if (step % this.#everySteps === 0) this.#measure(moved)
    this.forgetPrevious()
    if (!this.#keeps(step)) return
    const kept = [...gradients].map(
      ([name, gradient]) => [name, tf.keep(tf.clone(gradient))] as const,
    )
    this.#previous = { step, gradients: new Map(kept) }
  }

  settle(): Promise<void> {
    return this.#queue.settle(0)
  }

  take(): StepDynamics[] {
    return this.#queue.take()
  }

  /** Disposes the gradients saved for the next step. */
  forgetPrevious(): void {
    for (const gradient of this.#previous?.gradients.values() ?? []) gradient.dispose()
    this.#previous = null
  }

  #keeps(step: number): boolean {
    return (step + 1) % this.#everySteps === 0
  }

  #measure({ step, gradients, before, after }: MovedTensors): void {
    const previous = this.#previous?.step === step - 1 ? this.#previous.gradients : null
    const names = [...gradients.keys()]
    const dot = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b))
    const sums = names.flatMap((name) => {
      const g = tensorNamed(gradients, name)
      const w = tensorNamed(before, name)
      const p = previous?.get(name) ?? tf.zerosLike(g)
      const d = tf.sub(tensorNamed(after, name), w)
      return [dot(g, g), dot(w, w), dot(g, w), dot(g, p), dot(p, p), dot(d, d)]
    })
    this.#queue.add(step, tf.keep(tf.stack(sums)), (numbers) => ({
      step,
      tensors: names.map((name, i) => {
        const [gg, ww, gw, gp, pp, dd] = numbers.subarray(SUMS * i)
        return tensorDynamics(name, { gg, ww, gw, gp, pp, dd }, previous !== null)
      }),
    }))
  }
}
