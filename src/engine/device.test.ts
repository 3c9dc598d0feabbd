import { describe, expect, it } from 'vitest'
import { adapterName, isSoftwareRenderer, openDevice, WebGpuUnavailable } from './device.ts'

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
  ])('makes %o %s', (told, name) => {
    expect(adapterName({ ...info, ...told })).toBe(name)
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
  it('tells a browser without WebGPU what to do', async () => {
    const error: unknown = await openDevice(undefined).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(WebGpuUnavailable)
    expect(error).toMatchObject({ message: /no WebGPU/, advice: /Chrome/ })
  })

  it('tells apart a browser that finds no adapter', async () => {
    const gpu = { requestAdapter: () => Promise.resolve(null) }
    await expect(openDevice(gpu)).rejects.toThrow(/found no GPU/)
  })
})
