import { adapterDetails } from '../engine/adapter-details.ts'
import { openDevice, WebGpuUnavailable, type OpenDevice } from '../engine/device.ts'
import type { Engine, EngineName, EngineSpec } from '../engine/engine.ts'
import type { LogitSteps, LogitStepsOptions } from '../engine/logit-steps.ts'
import type { Peak, Unavailable } from '../engine/profile.ts'
import type { SelfTest } from '../engine/wgsl/selftest/self-test.ts'
import { BrowserTileMemory } from './browser-tile-memory.ts'
import { loadProgram } from './load-program.ts'
import type { AdapterReport, KernelProgress } from './protocol.ts'
import type { SessionEngines } from './session-options.ts'

/** The engines of this browser, on one device that is opened when first needed and again after it was lost. */
export class BrowserEngines implements SessionEngines {
  readonly #tileMemory = new BrowserTileMemory()
  #device: Promise<OpenDevice> | null = null
  /** Of that device. */
  #peak: Promise<Peak> | null = null

  async describe(): Promise<AdapterReport> {
    const device = await this.#deviceOrReason()
    if ('adapter' in device) {
      const details = adapterDetails(device)
      return { ...device.adapter, backend: 'webgpu', missing: null, details }
    }
    const { openTfjsBackend } = await loadProgram(() => import('../engine/tfjs/index.ts'))
    const fallback = await openTfjsBackend(null)
    return {
      name: fallback.adapter,
      backend: fallback.name,
      software: fallback.software,
      shaderF16: false,
      missing: `${device.message} ${device.advice}`,
      details: null,
    }
  }

  /** TensorFlow.js computes where there is no WebGPU, whatever engine was asked for. */
  async create(
    name: EngineName,
    spec: EngineSpec,
    onKernels: (progress: KernelProgress) => void,
  ): Promise<Engine> {
    const device = await this.#deviceOrReason()
    if (name === 'wgsl' && 'adapter' in device) {
      const { createWgslEngine } = await loadProgram(() => import('../engine/wgsl/engine.ts'))
      const onProgress = (compiled: number, total: number) => onKernels({ compiled, total })
      return createWgslEngine(device, spec, { onProgress, tileMemory: this.#tileMemory })
    }
    const { createTfjsEngine, openTfjsBackend } = await loadProgram(
      () => import('../engine/tfjs/index.ts'),
    )
    return createTfjsEngine(await openTfjsBackend('adapter' in device ? device : null), spec)
  }

  async trainingRate(name: EngineName): Promise<number> {
    const device = await this.#deviceOrReason()
    if (name === 'wgsl' && 'adapter' in device) {
      const { measureTrainingRate } = await loadProgram(
        () => import('../engine/wgsl/training-rate.ts'),
      )
      return measureTrainingRate(device)
    }
    const { measureTrainingRate, openTfjsBackend } = await loadProgram(
      () => import('../engine/tfjs/index.ts'),
    )
    return measureTrainingRate(await openTfjsBackend('adapter' in device ? device : null))
  }

  async logitSteps(options: LogitStepsOptions): Promise<LogitSteps> {
    const device = await this.#deviceOrReason()
    const { measureLogitSteps, openTfjsBackend } = await loadProgram(
      () => import('../engine/tfjs/index.ts'),
    )
    return measureLogitSteps(await openTfjsBackend('adapter' in device ? device : null), options)
  }

  async peak(): Promise<Peak | Unavailable> {
    const device = await this.#deviceOrReason()
    if (!('adapter' in device)) return { unavailable: device.message }
    const measure = async () => {
      const { measurePeak } = await loadProgram(() => import('../engine/wgsl/peak.ts'))
      return measurePeak(device)
    }
    this.#peak ??= measure()
    try {
      return await this.#peak
    } catch (error) {
      this.#peak = null
      throw error
    }
  }

  async selfTest(): Promise<SelfTest | Unavailable> {
    const device = await this.#deviceOrReason()
    if (!('adapter' in device)) return { unavailable: device.message }
    const { createSelfTest } = await loadProgram(
      () => import('../engine/wgsl/selftest/self-test.ts'),
    )
    return createSelfTest(device, 'page')
  }

  /** The device, or why there is none. */
  async #deviceOrReason(): Promise<OpenDevice | WebGpuUnavailable> {
    this.#device ??= this.#open()
    try {
      return await this.#device
    } catch (error) {
      this.#device = null
      if (error instanceof WebGpuUnavailable) return error
      throw error
    }
  }

  async #open(): Promise<OpenDevice> {
    const opened = await openDevice(navigator.gpu)
    void opened.device.lost.then(() => {
      this.#device = null
      this.#peak = null
    })
    return opened
  }
}
