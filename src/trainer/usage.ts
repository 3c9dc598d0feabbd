import type { Engine } from '../engine/engine.ts'
import type { StepUsage } from './events.ts'

/** What the steps since the last reading took, as the engine tells. */
export class UsageMeter {
  readonly #engine: Pick<Engine, 'usage'>
  #steps = 0
  #readMs: number

  constructor(engine: Pick<Engine, 'usage'>) {
    this.#engine = engine
    // Its warm-up is no step of the run.
    this.#readMs = engine.usage.javascriptMs
  }

  /** To be called once a step. */
  count(): void {
    this.#steps++
  }

  read(): StepUsage {
    const { bytesAtMost, javascriptMs } = this.#engine.usage
    const mean = this.#steps === 0 ? 0 : (javascriptMs - this.#readMs) / this.#steps
    this.#steps = 0
    this.#readMs = javascriptMs
    return { bytesAtMost, javascriptMs: mean }
  }
}
