import type { OpenDevice } from './device.ts'

/** What a browser reports about an adapter besides its name, and about the device opened on it. */
export interface AdapterDetails {
  /** As the browser reports them; empty if it reports nothing. */
  readonly vendor: string
  readonly architecture: string
  readonly description: string
  /** Features of the adapter, sorted, including those that lab94 doesn't use. */
  readonly features: readonly string[]
  /** Fewest and most lanes of a subgroup; null if there are none. */
  readonly subgroups: { readonly least: number; readonly most: number } | null
  /** Limits of the device, raised to the adapter's where lab94 needs it. */
  readonly limits: Readonly<Record<string, number>>
  /** Why f16 isn't available, in a sentence; null if it is. */
  readonly noF16Reason: string | null
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
    noF16Reason: device.features.has('shader-f16') ? null : whyNoF16(opened),
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
export const whyNoF16 = ({ adapterInfo }: Pick<OpenDevice, 'adapterInfo'>): string =>
  adapterInfo.vendor === 'nvidia'
    ? 'The browser disables 16 bits (f16) with this driver.'
    : 'This GPU does not support 16 bits (f16) in WebGPU.'
