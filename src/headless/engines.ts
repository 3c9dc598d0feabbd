import { openDevice, WebGpuUnavailable, type OpenDevice } from '../engine/device.ts'
import type { Engine, EngineName, EngineSpec } from '../engine/engine.ts'
import { startDawn } from './dawn.ts'
import { adapterAdvice } from './vulkan-advice.ts'

/** Opens the adapter that Dawn finds. Throws with what to install where there is none. */
export async function openHeadlessDevice(dawnToggles: readonly string[]): Promise<OpenDevice> {
  try {
    return await openDevice(startDawn(dawnToggles))
  } catch (error) {
    if (!(error instanceof WebGpuUnavailable)) throw error
    throw new WebGpuUnavailable('Dawn found no GPU to use.', adapterAdvice())
  }
}

/** Builds an engine by name, loading only what that one needs. */
export async function createHeadlessEngine(
  name: EngineName,
  device: OpenDevice,
  spec: EngineSpec,
): Promise<Engine> {
  switch (name) {
    case 'tfjs': {
      const { createTfjsEngine, openTfjsBackend } = await import('../engine/tfjs/index.ts')
      return createTfjsEngine(await openTfjsBackend(device), spec)
    }
    case 'wgsl': {
      const { createWgslEngine } = await import('../engine/wgsl/engine.ts')
      return createWgslEngine(device, spec)
    }
  }
}
