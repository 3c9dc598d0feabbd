import { TooSlow, within } from '../../waiting/time-limit.ts'
import { OutOfGpuMemory } from '../engine.ts'
import { isSlowAsSoftware } from './measured-speed.ts'

/** There is no WebGPU, or no adapter; `advice` says what to do. */
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
  /** The browser's message; may be empty. */
  readonly reason: string

  constructor(message: string, reason = '') {
    super(reason === '' ? `${message}.` : `${message}: ${reason}`)
    this.reason = reason
  }
}

export interface AdapterDescription {
  /** A display name, such as "NVIDIA Ampere"; null if the browser doesn't report one. */
  readonly name: string | null
  /** True if the CPU computes, not a GPU. */
  readonly software: boolean
  readonly shaderF16: boolean
}

/** A device whose errors reach `onFailure`, not only the console. */
export interface OpenDevice {
  readonly device: GPUDevice
  /** Numbers the devices of this program, so that late errors of a lost one aren't attributed to another. */
  readonly generation: number
  readonly adapterInfo: GPUAdapterInfo
  /** All features of the adapter; the device has those that lab94 uses. */
  readonly adapterFeatures: readonly string[]
  readonly adapter: AdapterDescription
  /** Remarks on how it was opened, in sentences for the user. */
  readonly remarks: readonly string[]
  /**
   * Calls `listener` with every error that no error scope caught, and with the loss of the device (at once if it is
   * already lost). Running out of memory arrives as `OutOfGpuMemory`, loss as `DeviceLost`. Returns a function that
   * stops listening.
   */
  onFailure(listener: (error: Error) => void): () => void
}

/** Strings, since TypeScript's feature names lack the newest. */
const WANTED_FEATURES: readonly string[] = [
  'shader-f16',
  'subgroups',
  'subgroup-size-control',
  'timestamp-query',
]

/** Dawn's subgroup matrices. Experimental, so requested only if the user asks; see `matrixUnits`. */
export const MATRIX_FEATURE = 'chromium-experimental-subgroup-matrix'

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
  'Use a current version of Chrome, Edge, Firefox or Safari. On Linux, Chrome may need chrome://flags/#enable-unsafe-webgpu.'
const ADAPTER_ADVICE =
  'Update the graphics driver and turn on hardware acceleration in the browser’s settings. In Chrome, chrome://gpu shows the reason.'

/** The part of `navigator.gpu` that is used; undefined without WebGPU. */
type AdapterSource = Pick<GPU, 'requestAdapter'> | undefined

export interface DeviceOptions {
  /** Requests subgroup matrices, if the adapter has them. */
  readonly matrices: boolean
}

/** Milliseconds that a browser may take to find an adapter, or to open a device. */
const LIMIT = { adapter: 8000, another: 4000, device: 10_000 }

let generations = 0

/** Requests, best first; a driver that refuses one may accept the next. */
const ADAPTER_OPTIONS: readonly GPURequestAdapterOptions[] = [
  { powerPreference: 'high-performance' },
  {},
  { forceFallbackAdapter: true },
]

/**
 * Opens the fastest adapter with f16, subgroups, timestamps and the highest limits it offers; with fewer if it refuses
 * those, and on another adapter if it refuses all; `remarks` says so. Throws `WebGpuUnavailable` with all reasons where
 * none opens in time.
 */
export async function openDevice(
  gpu: AdapterSource,
  { matrices }: DeviceOptions = { matrices: false },
): Promise<OpenDevice> {
  if (!gpu) throw new WebGpuUnavailable('This browser does not support WebGPU.', BROWSER_ADVICE)
  const wanted = matrices ? [...WANTED_FEATURES, MATRIX_FEATURE] : WANTED_FEATURES
  const remarks: string[] = []
  let isStuck = false
  for (const [i, options] of ADAPTER_OPTIONS.entries()) {
    // A browser that doesn't answer won't answer for another adapter of the same driver either.
    if (isStuck && !options.forceFallbackAdapter) continue
    const limit = i === 0 ? LIMIT.adapter : LIMIT.another
    const adapter = await attempt(remarks, () =>
      within(limit, 'WebGPU', gpu.requestAdapter(options)),
    )
    if (adapter === TOO_SLOW) isStuck = true
    else if (adapter) {
      const device = await requestDevice(gpu, adapter, options, wanted, remarks)
      if (device === TOO_SLOW) isStuck = true
      else if (device) return openedDevice(adapter, device, remarks)
    }
  }
  if (remarks.length === 0) {
    throw new WebGpuUnavailable('WebGPU is available but found no GPU to use.', ADAPTER_ADVICE)
  }
  throw new WebGpuUnavailable(`The GPU could not be used. ${remarks.join(' ')}`, ADAPTER_ADVICE)
}

const TOO_SLOW = Symbol('too slow')

/** Null if it fails; the reason is added to the remarks. */
async function attempt<T>(
  remarks: string[],
  work: () => Promise<T>,
): Promise<T | null | typeof TOO_SLOW> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const sentence = reason.replace(/\.?$/, '.')
    if (!remarks.includes(sentence)) remarks.push(sentence)
    return error instanceof TooSlow ? TOO_SLOW : null
  }
}

async function requestDevice(
  gpu: NonNullable<AdapterSource>,
  adapter: GPUAdapter,
  options: GPURequestAdapterOptions,
  wanted: readonly string[],
  remarks: string[],
): Promise<GPUDevice | null | typeof TOO_SLOW> {
  const requiredFeatures = wanted.filter((name): name is GPUFeatureName =>
    adapter.features.has(name),
  )
  const requiredLimits = Object.fromEntries(
    RAISED_LIMITS.map((limit) => [limit, adapter.limits[limit]]),
  )
  const wishes: readonly {
    readonly wish: GPUDeviceDescriptor
    readonly without: string
  }[] = [
    { wish: { requiredFeatures, requiredLimits }, without: '' },
    {
      wish: { requiredFeatures },
      without: 'The GPU refused higher limits, so WebGPU’s default limits are used.',
    },
    {
      wish: {},
      without: 'The GPU refused higher limits and features, so WebGPU’s defaults are used.',
    },
  ]
  for (const [i, { wish, without }] of wishes.entries()) {
    // An adapter opens one device, and a refusal may consume it too.
    const fresh =
      i === 0
        ? adapter
        : await attempt(remarks, () => within(LIMIT.another, 'WebGPU', gpu.requestAdapter(options)))
    if (fresh === TOO_SLOW) return TOO_SLOW
    if (fresh === null) continue
    const device = await attempt(remarks, () =>
      within(LIMIT.device, 'The GPU', fresh.requestDevice(wish), (late) => late.destroy()),
    )
    if (device === TOO_SLOW) return TOO_SLOW
    if (device === null) continue
    if (without !== '') remarks.push(without)
    return device
  }
  return null
}

async function openedDevice(
  adapter: GPUAdapter,
  device: GPUDevice,
  remarks: readonly string[],
): Promise<OpenDevice> {
  generations++
  const described = describeAdapter(adapter)
  const onFailure = failuresOf(device)
  // The name shows whether it is software; without a name, its speed does.
  const software =
    described.software || (described.name === null && (await isSlowAsSoftware(device)))
  return {
    device,
    generation: generations,
    adapterInfo: infoOf(adapter),
    adapterFeatures: [...adapter.features],
    adapter: { ...described, software },
    remarks,
    onFailure,
  }
}

function failuresOf(device: GPUDevice): OpenDevice['onFailure'] {
  const listeners = new Set<(error: Error) => void>()
  let loss: DeviceLost | null = null
  const report = (error: Error) => {
    for (const listener of listeners) listener(error)
  }
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault()
    report(asError(event.error))
  })
  void device.lost.then(({ reason, message }) => {
    const cause = reason === 'destroyed' ? 'The GPU device was closed' : 'The GPU was lost'
    loss = new DeviceLost(cause, message)
    report(loss)
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

/** Whether a renderer of this name runs on the CPU. */
export const isSoftwareRenderer = (name: string): boolean => SOFTWARE_ADAPTERS.test(name)

const NO_INFO: GPUAdapterInfo = {
  __brand: 'GPUAdapterInfo',
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  subgroupMinSize: 0,
  subgroupMaxSize: 0,
  isFallbackAdapter: false,
}

/** Chrome before 128 has none. */
function infoOf(adapter: GPUAdapter): GPUAdapterInfo {
  const info: GPUAdapterInfo | undefined = adapter.info
  return info ?? NO_INFO
}

/** What the browser reports about an adapter. */
function describeAdapter(adapter: GPUAdapter): AdapterDescription {
  const info = infoOf(adapter)
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

/**
 * The device's name if reported (Dawn puts dashes between its words), else brand and architecture ("NVIDIA Ampere");
 * null if neither is.
 */
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
