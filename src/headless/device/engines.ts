import { openDevice, WebGpuUnavailable, type OpenDevice } from '../../engine/device/device.ts'
import type { Engine, EngineName, EngineSpec } from '../../engine/engine.ts'
import type { WgslEngineOptions } from '../../engine/wgsl/engine.ts'
import { startDawn } from './dawn.ts'
import { adapterAdvice } from './vulkan-advice.ts'

/** Opens Dawn's adapter. If there is none, throws an error that says what to install. */
export async function openHeadlessDevice(dawnToggles: readonly string[]): Promise<OpenDevice> {
  try {
    // Dawn has no subgroup matrices without the toggle `allow_unsafe_apis`.
    return await openDevice(startDawn(dawnToggles), { matrices: true })
  } catch (error) {
    if (!(error instanceof WebGpuUnavailable)) throw error
    throw new WebGpuUnavailable('Dawn found no GPU.', adapterAdvice())
  }
}

/** Builds an engine by name and loads only its code; `options` are for `wgsl`. */
export async function createHeadlessEngine(
  name: EngineName,
  device: OpenDevice,
  spec: EngineSpec,
  options: Pick<WgslEngineOptions, 'microBatches' | 'tileMemory'> = {},
): Promise<Engine> {
  switch (name) {
    case 'tfjs': {
      const { createTfjsEngine, openTfjsBackend } = await import('../../engine/tfjs/index.ts')
      return createTfjsEngine(await openTfjsBackend(device), spec)
    }
    case 'wgsl': {
      const { createWgslEngine } = await import('../../engine/wgsl/engine.ts')
      return createWgslEngine(device, spec, { verifyFor: 'terminal', ...options })
    }
  }
}
