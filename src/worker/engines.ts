import { adapterDetails } from '../engine/device/adapter-details.ts'
import {
  openDevice,
  WebGpuUnavailable,
  type DeviceOptions,
  type OpenDevice,
} from '../engine/device/device.ts'
import type { Engine, EngineName, EngineSpec } from '../engine/engine.ts'
import type { Peak, Unavailable } from '../engine/inspection/profile.ts'
import type { SelfTest } from '../engine/wgsl/selftest/self-test.ts'
import { BrowserTileMemory } from './browser-tile-memory.ts'
import { loadProgram } from './load-program.ts'
import type { AdapterReport } from './protocol.ts'
import type { CreateOptions, SessionEngines } from './session-options.ts'

/** The engines of this browser, on one device that is opened on first use and reopened after a loss. */
export class BrowserEngines implements SessionEngines {
  readonly #tileMemory = new BrowserTileMemory()
  readonly #code: string
  readonly #options: DeviceOptions
  /** Whether there was a device before. */
  #computedByGpu = false
  #device: Promise<OpenDevice> | null = null
  #peak: { readonly generation: number; readonly measured: Promise<Peak> } | null = null

  /** `code` is the commit of lab94. */
  constructor(code: string, options: DeviceOptions) {
    this.#code = code
    this.#options = options
  }

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

  /** Without WebGPU, always creates a TensorFlow.js engine. */
  async create(
    name: EngineName,
    spec: EngineSpec,
    { onKernels, replaces, microBatches }: CreateOptions,
  ): Promise<Engine> {
    const device = await this.#deviceOrReason()
    if (replaces && !('adapter' in device) && this.#computedByGpu) throw device
    if (name === 'wgsl' && 'adapter' in device) {
      const { createWgslEngine, WrongKernels } = await loadProgram(
        () => import('../engine/wgsl/engine.ts'),
      )
      try {
        return await createWgslEngine(device, spec, {
          onProgress: (compiled, total) => onKernels?.({ compiled, total }),
          tileMemory: this.#tileMemory,
          verifyFor: `${this.#code} ${navigator.userAgent}`,
          ...(microBatches !== undefined && { microBatches }),
        })
      } catch (error) {
        if (!(error instanceof WrongKernels) || replaces) throw error
        return this.#createTfjs(device, spec, `${error.message} TensorFlow.js is used instead.`)
      }
    }
    return this.#createTfjs('adapter' in device ? device : null, spec, '')
  }

  async createForInference(spec: EngineSpec): Promise<Engine> {
    const device = await this.#deviceOrReason()
    const { createTfjsEngine, openInferenceBackend } = await loadProgram(
      () => import('../engine/tfjs/index.ts'),
    )
    return createTfjsEngine(await openInferenceBackend('adapter' in device ? device : null), spec)
  }

  async #createTfjs(device: OpenDevice | null, spec: EngineSpec, insteadOf: string) {
    const { createTfjsEngine, openTfjsBackend } = await loadProgram(
      () => import('../engine/tfjs/index.ts'),
    )
    return createTfjsEngine(await openTfjsBackend(device), spec, insteadOf)
  }

  async trainingRate(name: EngineName): Promise<number> {
    const device = await this.#deviceOrReason()
    if (name === 'wgsl' && 'adapter' in device) {
      const { measureTrainingRate } = await loadProgram(
        () => import('../engine/wgsl/tuning/training-rate.ts'),
      )
      return measureTrainingRate(device)
    }
    const { measureTfjsTrainingRate, openTfjsBackend } = await loadProgram(
      () => import('../engine/tfjs/index.ts'),
    )
    return measureTfjsTrainingRate(await openTfjsBackend('adapter' in device ? device : null))
  }

  async peak(): Promise<Peak | Unavailable> {
    const device = await this.#deviceOrReason()
    if (!('adapter' in device)) return { unavailable: device.message }
    const { generation } = device
    const measure = async () => {
      const { measurePeak } = await loadProgram(() => import('../engine/wgsl/tuning/peak.ts'))
      return measurePeak(device)
    }
    if (this.#peak?.generation !== generation) this.#peak = { generation, measured: measure() }
    const { measured } = this.#peak
    try {
      return await measured
    } catch (error) {
      if (this.#peak?.measured === measured) this.#peak = null
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
    const opening = (this.#device ??= this.#open())
    try {
      const device = await opening
      this.#computedByGpu = true
      return device
    } catch (error) {
      if (this.#device === opening) this.#device = null
      if (error instanceof WebGpuUnavailable) return error
      throw error
    }
  }

  #open(): Promise<OpenDevice> {
    const opening = openDevice(navigator.gpu, this.#options)
    void opening.then(
      ({ device }) =>
        device.lost.then(() => {
          // An earlier device may report its loss late.
          if (this.#device === opening) this.#device = null
        }),
      () => {},
    )
    return opening
  }
}
