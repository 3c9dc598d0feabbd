import type { OpenDevice } from '../../engine/device/device.ts'

const MEBIBYTE = 2 ** 20
const mebibytes = (bytes: number) => `${Math.round(bytes / MEBIBYTE)} MiB`
const NVIDIA_TOGGLE = 'vulkan_enable_f16_on_nvidia'

/** Describes the device in lines: adapter and driver, relevant features, and limits. */
export function describeDevice({ device, adapter, adapterInfo }: OpenDevice): string {
  const { vendor, architecture, description, subgroupMinSize, subgroupMaxSize } = adapterInfo
  const kind = [vendor, architecture].filter((word) => word !== '').join(' ')
  const features = [
    device.features.has('shader-f16') ? 'shader-f16' : withoutF16(vendor),
    device.features.has('subgroups')
      ? `subgroups of ${subgroupMinSize} to ${subgroupMaxSize}`
      : 'no subgroups',
    device.features.has('timestamp-query') ? 'timestamp-query' : 'no timestamp-query',
  ]
  const { limits } = device
  return [
    `Adapter: ${adapter.name ?? 'unnamed'} (${kind})${adapter.software ? ', software' : ''}`,
    `Driver: ${description === '' ? 'not reported' : description}`,
    `Features: ${features.join(', ')}`,
    `Limits: buffers of ${mebibytes(limits.maxBufferSize)}, bindings of ${mebibytes(limits.maxStorageBufferBindingSize)}, ` +
      `${limits.maxComputeWorkgroupStorageSize} bytes and ${limits.maxComputeInvocationsPerWorkgroup} invocations per workgroup`,
    '',
  ].join('\n')
}

/** Dawn disables f16 on NVIDIA's Vulkan drivers by default. */
const withoutF16 = (vendor: string) =>
  vendor === 'nvidia' ? `no shader-f16 (try --dawn-toggle ${NVIDIA_TOGGLE})` : 'no shader-f16'
