import type { OpenDevice } from './device.ts'

/** What a browser tells of an adapter beyond its name, and of the device opened on it. */
export interface AdapterDetails {
  /** In the browser's words; empty where it tells nothing. */
  readonly vendor: string
  readonly architecture: string
  readonly description: string
  /** Of the adapter, in order; those that lab94 has no use for too. */
  readonly features: readonly string[]
  /** Fewest and most lanes of a subgroup; null where there are none. */
  readonly subgroups: { readonly least: number; readonly most: number } | null
  /** Of the device, raised to what the adapter has where that is of use. */
  readonly limits: Readonly<Record<string, number>>
  /** Why nothing is computed in 16 bits, in a sentence; null where that is possible. */
  readonly noHalves: string | null
}

export function adapterDetails(opened: OpenDevice): AdapterDetails {
  const { adapterInfo, adapterFeatures, device } = opened
  const { vendor, architecture, description, subgroupMinSize, subgroupMaxSize } = adapterInfo
  return {
    vendor,
    architecture,
    description,
    features: adapterFeatures.toSorted(),
    subgroups: device.features.has('subgroups')
      ? { least: subgroupMinSize, most: subgroupMaxSize }
      : null,
    limits: limitsOf(device.limits),
    noHalves: device.features.has('shader-f16') ? null : whyNoHalves(opened),
  }
}

/** Limits are getters of a prototype, which no spread copies. */
function limitsOf(limits: GPUSupportedLimits): Record<string, number> {
  const limited: Record<string, number> = {}
  for (const name in limits) {
    const value: unknown = Reflect.get(limits, name)
    if (typeof value === 'number') limited[name] = value
  }
  return limited
}

/** NVIDIA's GPUs that WebGPU runs on have f16; Dawn withholds it on some of their drivers (vulkan_enable_f16_on_nvidia). */
export const whyNoHalves = ({ adapterInfo }: Pick<OpenDevice, 'adapterInfo'>): string =>
  adapterInfo.vendor === 'nvidia'
    ? 'The browser blocks 16 bits on this driver.'
    : 'This GPU offers no 16 bits to WebGPU.'
