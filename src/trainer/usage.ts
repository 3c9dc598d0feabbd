import type { Engine } from '../engine/engine.ts'
import type { StepUsage } from './events.ts'

/** Resources used by the steps since the last reading, as the engine reports them. */
export class UsageMeter {
  readonly #engine: Pick<Engine, 'usage'>
  #steps = 0
  #readMs: number

  constructor(engine: Pick<Engine, 'usage'>) {
    this.#engine = engine
    // Its warm-up is not a step of the run.
    this.#readMs = engine.usage.javascriptMs
  }

  /** Call once per step. */
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
