import type { OpenDevice } from '../../src/engine/device/device.ts'
import { openHeadlessDevice } from '../../src/headless/device/engines.ts'
import { createWgslEngine } from '../../src/engine/wgsl/engine.ts'
import type { GpuMeter } from '../gpu-meter.ts'
import type { ContenderName } from '../options.ts'
import type { Contender, Task } from './contender.ts'
import { engineContender } from './engine-contender.ts'

/**
 * A whole step fits in one submit and starts at once, which separates this thread's time from the GPU's. No watchdog stops a
 * submit of 1 s.
 */
export const BENCH_BUDGET = { submit: 1000, inFlight: Infinity }

/** Opens contenders on one adapter, each with its own device; the two of TensorFlow.js share one. */
export class ContenderOpener {
  readonly #meter: GpuMeter
  readonly #dawnToggles: readonly string[]
  #tfjsDevice: OpenDevice | null = null

  constructor(meter: GpuMeter, dawnToggles: readonly string[]) {
    this.#meter = meter
    this.#dawnToggles = dawnToggles
  }

  /** Throws `OutOfGpuMemory` if the task does not fit. */
  async open(name: ContenderName, task: Task): Promise<Contender> {
    switch (name) {
      case 'wgsl-f32':
      case 'wgsl-f16':
        return this.#openWgsl(name, task)
      case 'tfjs':
      case 'tfjs-tuned':
        return this.#openTfjs(name, task)
      case 'jax-js': {
        const { jaxContender } = await import('./jax-contender.ts')
        return jaxContender(task)
      }
    }
  }

  async #openWgsl(name: 'wgsl-f32' | 'wgsl-f16', task: Task): Promise<Contender> {
    const opened = await openHeadlessDevice(this.#dawnToggles)
    const precision = name === 'wgsl-f32' ? 'f32' : 'f16'
    const engine = await createWgslEngine(
      opened,
      { ...task.spec, precision },
      { budget: BENCH_BUDGET },
    )
    const { device } = opened
    return engineContender({ name, engine, device, meter: this.#meter }, task)
  }

  async #openTfjs(name: 'tfjs' | 'tfjs-tuned', task: Task): Promise<Contender> {
    const { selectFilterGradient } = await import('../peers/tfjs-gradients.ts')
    const { createTfjsEngine, openTfjsBackend } = await import('../../src/engine/tfjs/index.ts')
    const before = () => selectFilterGradient(name === 'tfjs' ? 'stock' : 'tuned')
    this.#tfjsDevice ??= await openHeadlessDevice(this.#dawnToggles)
    const { device } = this.#tfjsDevice
    const engine = await createTfjsEngine(await openTfjsBackend(this.#tfjsDevice), task.spec)
    return engineContender({ name, engine, device, meter: this.#meter, before }, task)
  }
}
