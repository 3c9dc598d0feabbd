import { describe, expect, it } from 'vitest'
import { startDawn } from '../../headless/device/dawn.ts'
import { DeviceLost, openDevice, type OpenDevice } from './device.ts'
import { OutOfGpuMemory } from '../engine.ts'
import { isSlowAsSoftware } from './measured-speed.ts'

/** The first failure that a device reports. */
const firstFailure = (opened: OpenDevice) =>
  new Promise<Error>((resolve) => void opened.onFailure(resolve))

describe('openDevice', () => {
  it('asks for the features and limits that the adapter has', async () => {
    const gpu = startDawn()
    const offered = await gpu.requestAdapter()
    const { device, adapter } = await openDevice(gpu)
    expect(adapter.name).not.toBeNull()
    expect(device.features.has('shader-f16')).toBe(adapter.shaderF16)
    expect(device.features.has('timestamp-query')).toBe(offered?.features.has('timestamp-query'))
    for (const limit of ['maxBufferSize', 'maxStorageBuffersPerShaderStage'] as const) {
      expect(device.limits[limit]).toBe(offered?.limits[limit])
    }
    device.destroy()
  })

  it.each([
    ['the browser does not name', (blank: object) => blank],
    ['a browser has no information on, as Chrome before 128', () => undefined],
  ])('measures an adapter that %s', async (_, infoOf) => {
    const gpu = startDawn()
    const requestAdapter = async () => {
      const adapter = await gpu.requestAdapter()
      if (adapter === null) return null
      const blank = { vendor: '', architecture: '', device: '', description: '' }
      const sizes = { subgroupMinSize: 8, subgroupMaxSize: 8 }
      const info = infoOf({ ...blank, ...sizes, isFallbackAdapter: false })
      const requestDevice = (wish?: GPUDeviceDescriptor) => adapter.requestDevice(wish)
      const { features, limits } = adapter
      const unnamed: unknown = { info, features, limits, requestDevice }
      return unnamed as GPUAdapter
    }
    const { adapter, device } = await openDevice({ requestAdapter })
    expect(adapter.name).toBeNull()
    device.destroy()
  })

  it.each([
    { milliseconds: 1000, slow: true },
    { milliseconds: 1e-6, slow: false },
  ])('takes an adapter that needs $milliseconds ms for software: $slow', async (pace) => {
    const { device } = await openDevice(startDawn())
    let time = 0
    const now = () => (time += pace.milliseconds)
    expect(await isSlowAsSoftware(device, now)).toBe(pace.slow)
    device.destroy()
  })

  it('reports errors outside any scope', async () => {
    const opened = await openDevice(startDawn())
    const failure = firstFailure(opened)
    opened.device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE })
    expect((await failure).message).toMatch(/^The GPU refused a command: /)
    opened.device.destroy()
  })

  it('reports loss, also to who listens late, and no more to who stopped', async () => {
    const opened = await openDevice(startDawn())
    const early = firstFailure(opened)
    let calls = 0
    opened.onFailure(() => calls++)()
    opened.device.destroy()
    expect(await early).toBeInstanceOf(DeviceLost)
    expect(await firstFailure(opened)).toBeInstanceOf(DeviceLost)
    expect(calls).toBe(0)
  })

  it('distinguishes running out of memory from other errors', async () => {
    const opened = await openDevice(startDawn())
    const failure = firstFailure(opened)
    // Simulated: filling a software adapter's memory would fill the computer's.
    const error = new GPUOutOfMemoryError('no room for a buffer')
    opened.device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }))
    expect(await failure).toBeInstanceOf(OutOfGpuMemory)
    opened.device.destroy()
  })
})
