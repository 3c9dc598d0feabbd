import { describe, expect, it, vi } from 'vitest'
import {
  adapterName,
  isSoftwareRenderer,
  MATRIX_FEATURE,
  openDevice,
  WebGpuUnavailable,
} from './device.ts'

const info = { vendor: '', architecture: '', device: '', description: '' }

describe('adapterName', () => {
  it.each([
    [{ vendor: 'nvidia', architecture: 'ampere' }, 'NVIDIA Ampere'],
    [{ vendor: 'apple', architecture: 'metal-3' }, 'Apple Metal 3'],
    [{ vendor: 'intel', architecture: 'gen-12lp' }, 'Intel Gen 12lp'],
    [{ vendor: 'newcomer', architecture: '' }, 'Newcomer'],
    [
      { vendor: 'nvidia', device: '0x2684', description: 'NVIDIA GeForce RTX 4090' },
      'NVIDIA GeForce RTX 4090',
    ],
    [{ vendor: 'mesa', device: 'llvmpipe-llvm-19-256-bits-' }, 'llvmpipe llvm 19 256 bits'],
    [{}, null],
  ])('makes %o %s', (change, name) => {
    expect(adapterName({ ...info, ...change })).toBe(name)
  })
})

describe('isSoftwareRenderer', () => {
  it.each([
    'Google SwiftShader',
    'llvmpipe (LLVM 15.0.6, 256 bits)',
    'lavapipe',
    'Microsoft Basic Render Driver',
  ])('knows %s', (name) => expect(isSoftwareRenderer(name)).toBe(true))

  it.each(['NVIDIA GeForce RTX 4090', 'AMD Radeon RX 7900 XT', 'Intel Iris Xe', 'Apple Metal 3'])(
    'takes %s for a GPU',
    (name) => expect(isSoftwareRenderer(name)).toBe(false),
  )
})

describe('openDevice', () => {
  it('says what to do in a browser without WebGPU', async () => {
    const error: unknown = await openDevice(undefined).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(WebGpuUnavailable)
    expect(error).toMatchObject({ message: /no WebGPU/, advice: /Chrome/ })
  })

  it('distinguishes a browser that finds no adapter', async () => {
    const gpu = { requestAdapter: () => Promise.resolve(null) }
    await expect(openDevice(gpu)).rejects.toThrow(/found no GPU/)
  })

  /** An adapter that records the requested device descriptors. */
  function adapterThat(
    answer: (wish: GPUDeviceDescriptor) => Promise<unknown>,
    offered: readonly string[] = ['shader-f16'],
  ) {
    const wishes: GPUDeviceDescriptor[] = []
    const limits = Object.fromEntries(['maxBufferSize'].map((limit) => [limit, 2 ** 30]))
    const features = new Set(offered)
    const requestDevice = (wish: GPUDeviceDescriptor) => {
      wishes.push(wish)
      return answer(wish)
    }
    const named = { ...info, vendor: 'nvidia' }
    const adapter: unknown = { info: named, limits, features, requestDevice }
    return { adapter, wishes }
  }

  /** Only the requested features are there. */
  const asAdapter = (adapter: unknown) => adapter as GPUAdapter
  const opened = { addEventListener: () => {}, lost: new Promise(() => {}) }

  it('asks again with fewer limits, then without features, and says so', async () => {
    const { adapter, wishes } = adapterThat(async (wish) => {
      if (wish.requiredLimits) throw new TypeError('Limit too high')
      if (wish.requiredFeatures) throw new TypeError('No such feature.')
      return opened
    })
    const gpu = { requestAdapter: async () => asAdapter(adapter) }
    const { remarks, device } = await openDevice(gpu)
    expect(device).toBe(opened)
    expect(wishes.map((wish) => Object.keys(wish))).toEqual([
      ['requiredFeatures', 'requiredLimits'],
      ['requiredFeatures'],
      [],
    ])
    expect(remarks).toEqual([
      'Limit too high.',
      'No such feature.',
      expect.stringMatching(/refused higher limits/),
    ])
  })

  it('requests subgroup matrices only if asked to and only if offered', async () => {
    const requested = async (offered: readonly string[], matrices: boolean) => {
      const { adapter, wishes } = adapterThat(async () => opened, offered)
      await openDevice({ requestAdapter: async () => asAdapter(adapter) }, { matrices })
      return wishes[0].requiredFeatures
    }
    const both = ['shader-f16', MATRIX_FEATURE]
    expect(await requested(both, false)).toEqual(['shader-f16'])
    expect(await requested(both, true)).toEqual(both)
    expect(await requested(['shader-f16'], true)).toEqual(['shader-f16'])
  })

  it('uses the fallback adapter if the first one opens no device, or none is found', async () => {
    const broken = adapterThat(() => Promise.reject(new Error('driver error'))).adapter
    const { adapter } = adapterThat(async () => opened)
    const requested: (GPURequestAdapterOptions | undefined)[] = []
    const requestAdapter = async (options?: GPURequestAdapterOptions) => {
      requested.push(options)
      return asAdapter(options?.forceFallbackAdapter ? adapter : broken)
    }
    expect((await openDevice({ requestAdapter })).remarks).toContain('driver error.')
    expect(requested.at(-1)).toEqual({ forceFallbackAdapter: true })
    const rejecting = async (options?: GPURequestAdapterOptions) => {
      if (!options?.forceFallbackAdapter) throw new Error('no driver')
      return asAdapter(adapter)
    }
    expect((await openDevice({ requestAdapter: rejecting })).remarks).toEqual(['no driver.'])
  })

  it('does not wait for ever for an adapter or a device', async () => {
    vi.useFakeTimers()
    const never = () => new Promise<never>(() => {})
    const { adapter } = adapterThat(never)
    for (const requestAdapter of [never, async () => asAdapter(adapter)]) {
      const refused = openDevice({ requestAdapter }).catch((reason: unknown) => reason)
      await vi.advanceTimersByTimeAsync(30_000)
      expect(await refused).toMatchObject({
        name: 'WebGpuUnavailable',
        message: expect.stringMatching(/could not be used.*did not respond within \d+ s/),
      })
    }
    vi.useRealTimers()
  })
})
