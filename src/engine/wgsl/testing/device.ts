import { startDawn } from '../../../headless/device/dawn.ts'

/**
 * A device for GPU tests in Node, through Dawn, with f16 and what else the adapter offers. No adapter is a failure.
 * Point `VK_DRIVER_FILES` at an ICD file to choose among Vulkan drivers.
 */
export async function openTestDevice(): Promise<GPUDevice> {
  const adapter = await startDawn().requestAdapter()
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
