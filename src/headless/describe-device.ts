import type { OpenDevice } from '../engine/device.ts'

const MEBIBYTE = 2 ** 20
const mebibytes = (bytes: number) => `${Math.round(bytes / MEBIBYTE)} MiB`
const NVIDIA_TOGGLE = 'vulkan_enable_f16_on_nvidia'

/** What computes, in lines for a person: adapter and driver, the features that matter, and limits. */
export function describeDevice({ device, adapter, adapterInfo }: OpenDevice): string {
  const { vendor, architecture, description, subgroupMinSize, subgroupMaxSize } = adapterInfo
  const kind = [vendor, architecture].filter((word) => word !== '').join(' ')
  const features = [
    device.features.has('shader-f16') ? 'shader-f16' : withoutHalves(vendor),
    device.features.has('subgroups')
      ? `subgroups of ${subgroupMinSize} to ${subgroupMaxSize}`
      : 'no subgroups',
    device.features.has('timestamp-query') ? 'timestamp-query' : 'no timestamp-query',
  ]
  const { limits } = device
  return [
    `Adapter: ${adapter.name ?? 'without a name'} (${kind})${adapter.software ? ', software' : ''}`,
    `Driver: ${description === '' ? 'not told' : description}`,
    `Features: ${features.join(', ')}`,
    `Limits: buffers of ${mebibytes(limits.maxBufferSize)}, bindings of ${mebibytes(limits.maxStorageBufferBindingSize)}, ` +
      `${limits.maxComputeWorkgroupStorageSize} bytes and ${limits.maxComputeInvocationsPerWorkgroup} invocations a workgroup`,
    '',
  ].join('\n')
}

/** Dawn withholds f16 on NVIDIA's Vulkan drivers unless told otherwise. */
const withoutHalves = (vendor: string) =>
  vendor === 'nvidia' ? `no shader-f16 (try --dawn-toggle ${NVIDIA_TOGGLE})` : 'no shader-f16'
