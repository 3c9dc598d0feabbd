import { describe, expect, it } from 'vitest'
import { MATRIX_FEATURE } from '../../device/device.ts'
import { matrixUnits } from './matrix-units.ts'

const config = (side: number, resultComponentType = 'f32') => ({
  componentType: 'f16',
  resultComponentType,
  M: side,
  N: side,
  K: side,
})

const ALL = [MATRIX_FEATURE, 'shader-f16', 'subgroups', 'subgroup-size-control']

function probe({
  features = ALL,
  configs = [config(16)] as readonly object[] | null,
  subgroups = [32, 64],
  bytes = 32_768,
}) {
  const [subgroupMinSize, subgroupMaxSize] = subgroups
  const info: unknown = { subgroupMinSize, subgroupMaxSize, subgroupMatrixConfigs: configs }
  return matrixUnits({
    device: { features: new Set(features), limits: { maxComputeWorkgroupStorageSize: bytes } },
    adapterInfo: info as GPUAdapterInfo,
  })
}

describe('matrixUnits', () => {
  it('finds blocks of f16 with sums in f32, the largest first', () => {
    expect(probe({ configs: [config(8), config(16)] })).toEqual({
      block: 16,
      lanes: 64,
      requested: true,
    })
    expect(probe({ configs: [config(8)], subgroups: [8, 8] })).toEqual({
      block: 8,
      lanes: 8,
      requested: false,
    })
  })

  it.each([
    ['sums in f16', { configs: [config(16, 'f16')] }],
    ['blocks that are not square', { configs: [{ ...config(16), M: 8 }] }],
    ['no list of products', { configs: null }],
    ['a device that was opened without them', { features: ALL.slice(1) }],
    ['subgroups of several sizes that cannot be chosen', { features: ALL.slice(0, 3) }],
    ['little workgroup memory', { bytes: 16_384 }],
  ])('finds none with %s', (_what, probed) => expect(probe(probed)).toBeNull())
})
