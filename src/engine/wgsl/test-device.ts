import { tmpdir } from 'node:os'
import { create, globals } from 'webgpu'

/** Kept for good: devices die when the instance they came from is collected. */
let instance: GPU | undefined

/**
 * A device for GPU tests in Node, through Dawn, with f16 and what else the adapter offers. No adapter is a failure.
 * Point `VK_DRIVER_FILES` at an ICD file to choose among Vulkan drivers.
 */
export async function openTestDevice(): Promise<GPUDevice> {
  Object.assign(globalThis, globals)
  // Dawn for Node polls for finished work in a setImmediate loop, which takes most of a core from a software adapter's
  // threads: 1.8 times slower (webgpu 0.6.2 on lavapipe, 2 cores). May go when it waits without spinning.
  Object.assign(globalThis, {
    setImmediate: (task: (...rest: unknown[]) => void, ...rest: unknown[]) =>
      setTimeout(task, 1, ...rest),
  })
  process.env.XDG_RUNTIME_DIR ??= tmpdir() // Mesa's drivers do not load without it.
  instance ??= create([])
  const adapter = await instance.requestAdapter()
  if (!adapter) {
    throw new Error(
      'No WebGPU adapter. Install a Vulkan driver, for example mesa-vulkan-drivers 25.',
    )
  }
  const wanted: GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query']
  const device = await adapter.requestDevice({
    requiredFeatures: wanted.filter((feature) => adapter.features.has(feature)),
  })
  device.addEventListener('uncapturederror', ({ error }) => {
    throw new Error(error.message)
  })
  return device
}
