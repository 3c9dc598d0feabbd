import { describe, expect, it } from 'vitest'
import { buildNetwork } from '../../../model/networks.ts'
import { presetNamed } from '../../../recipe/presets.ts'
import { largestBatch } from './limits.ts'

const MEBIBYTE = 2 ** 20

describe('largestBatch', () => {
  // Page's largest activation, 32x32x128 in 32 bits, takes 256 MiB at a batch of 512.
  it.each([
    [256, 128, 256],
    [256, 256, 512],
    [4096, 128, 256],
    [1024, 1024, 2048],
  ])('with buffers of %i MiB and bindings of %i MiB', (buffer, binding, batch) => {
    const limits = {
      maxBufferSize: buffer * MEBIBYTE,
      maxStorageBufferBindingSize: binding * MEBIBYTE,
    }
    const layers = buildNetwork(presetNamed('page-79').recipe.network)
    expect(largestBatch(layers, limits)).toBe(batch)
  })
})
