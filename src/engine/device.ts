import { OutOfGpuMemory } from './engine.ts'

/** There is no WebGPU here, or no adapter behind it; `advice` says what a person can do. */
export class WebGpuUnavailable extends Error {
  override readonly name = 'WebGpuUnavailable'
  readonly advice: string

  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}

/** The GPU stopped answering: driver reset, sleep, or a browser that took it away. */
export class DeviceLost extends Error {
  override readonly name = 'DeviceLost'
  readonly advice = 'Reload the page. If it happens again, close other programs that use the GPU.'
  /** The browser's own words; may be empty. */
  readonly reason: string

  constructor(message: string, reason = '') {
    super(reason === '' ? `${message}.` : `${message}: ${reason}`)
    this.reason = reason
  }
}

export interface AdapterDescription {
  /** A name for people, such as "NVIDIA Ampere"; null where the browser does not tell. */
  readonly name: string | null
  /** True where the processor computes, not a GPU. */
  readonly software: boolean
  readonly shaderF16: boolean
}

/** A device of our own, whose errors reach `onFailure` instead of the console alone. */
export interface OpenDevice {
  readonly device: GPUDevice
  readonly adapterInfo: GPUAdapterInfo
  /** All that the adapter offers; the device has those of use. */
  readonly adapterFeatures: readonly string[]
  readonly adapter: AdapterDescription
  /**
   * Calls `listener` with every error that no error scope took, and with the device's loss, at once if it is lost already.
   * Running out of memory arrives as `OutOfGpuMemory`, loss as `DeviceLost`. Returns how to stop listening.
   */
  onFailure(listener: (error: Error) => void): () => void
}

const WANTED_FEATURES: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query']

/** Limits raised to what the adapter has; the rest stay at WebGPU's defaults. */
const RAISED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const

const BROWSER_ADVICE =
  'Use a current Chrome or Edge, Firefox, or Safari 26. On Linux, Chrome may need chrome://flags/#enable-unsafe-webgpu.'
const ADAPTER_ADVICE =
  'Update the graphics driver, switch on hardware acceleration in the browser’s settings, and see chrome://gpu for the reason.'

/** What of `navigator.gpu` is needed; undefined where the browser has none. */
type AdapterSource = Pick<GPU, 'requestAdapter'> | undefined

/** The fastest adapter. Throws `WebGpuUnavailable` where there is none. */
async function requestAdapter(gpu: AdapterSource): Promise<GPUAdapter> {
  if (!gpu) throw new WebGpuUnavailable('This browser offers no WebGPU.', BROWSER_ADVICE)
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) {
    throw new WebGpuUnavailable('WebGPU is there, but it found no GPU to use.', ADAPTER_ADVICE)
  }
  return adapter
}

/** Opens the fastest adapter with f16, subgroups, timestamps and the highest limits it offers. */
export async function openDevice(gpu: AdapterSource): Promise<OpenDevice> {
  const adapter = await requestAdapter(gpu)
  const requiredLimits = Object.fromEntries(
    RAISED_LIMITS.map((limit) => [limit, adapter.limits[limit]]),
  )
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature))
  const device = await adapter.requestDevice({ requiredFeatures, requiredLimits })
  return {
    device,
    adapterInfo: adapter.info,
    adapterFeatures: [...adapter.features],
    adapter: describeAdapter(adapter),
    onFailure: failuresOf(device),
  }
}

function failuresOf(device: GPUDevice): OpenDevice['onFailure'] {
  const listeners = new Set<(error: Error) => void>()
  let loss: DeviceLost | null = null
  const tell = (error: Error) => {
    for (const listener of listeners) listener(error)
  }
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault()
    tell(asError(event.error))
  })
  void device.lost.then(({ reason, message }) => {
    const cause = reason === 'destroyed' ? 'The GPU device was closed' : 'The GPU was lost'
    loss = new DeviceLost(cause, message)
    tell(loss)
  })
  return (listener) => {
    listeners.add(listener)
    if (loss) listener(loss)
    return () => listeners.delete(listener)
  }
}

function asError(error: GPUError): Error {
  return error instanceof GPUOutOfMemoryError
    ? new OutOfGpuMemory(`The GPU is out of memory. ${error.message}`)
    : new Error(`The GPU refused a command: ${error.message}`)
}

const SOFTWARE_ADAPTERS = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render|warp/i

/** Whether a renderer of this name computes on the processor. */
export const isSoftwareRenderer = (name: string): boolean => SOFTWARE_ADAPTERS.test(name)

/** What an adapter is, as far as the browser tells. */
function describeAdapter(adapter: GPUAdapter): AdapterDescription {
  const { info } = adapter
  const everything = [info.vendor, info.architecture, info.device, info.description].join(' ')
  return {
    name: adapterName(info),
    software: info.isFallbackAdapter || isSoftwareRenderer(everything),
    shaderF16: adapter.features.has('shader-f16'),
  }
}

const BRANDS: Readonly<Record<string, string>> = {
  amd: 'AMD',
  apple: 'Apple',
  arm: 'Arm',
  google: 'Google',
  intel: 'Intel',
  mesa: 'Mesa',
  microsoft: 'Microsoft',
  nvidia: 'NVIDIA',
  qualcomm: 'Qualcomm',
}

/** The device's own name where it is told (Dawn puts dashes between its words), else brand and architecture ("NVIDIA Ampere"); null where neither is. */
export function adapterName(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'>,
): string | null {
  const isName = (text: string) => text !== '' && !/^0x[0-9a-f]+$/i.test(text)
  const own = [info.device, info.description].find(isName)
  if (own !== undefined) return own.replaceAll('-', ' ').trim()
  const words = [BRANDS[info.vendor] ?? info.vendor, ...info.architecture.split('-')]
  const name = words
    .filter((word) => word !== '')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ')
  return name === '' ? null : name
}
