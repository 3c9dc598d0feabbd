import { describe, expect, it } from 'vitest'
import { elementCount } from '../model/parameters.ts'
import { buildNetwork } from '../model/networks.ts'
import { presetNamed } from '../recipe/presets.ts'
import { checkSnapshot, snapshotTensors } from './snapshot.ts'

const layers = buildNetwork({ ...presetNamed('airbench94').recipe.network, width: 1 / 16 })
const spec = { layers, averaging: 'lookahead' } as const

const emptySnapshot = () => ({
  step: 0,
  writer: 'test',
  tensors: Object.fromEntries(
    snapshotTensors(spec).map(({ key, shape }) => [key, new Float32Array(elementCount(shape))]),
  ),
})

describe('snapshotTensors', () => {
  const keysOf = (averaging: 'none' | 'ema') =>
    snapshotTensors({ layers, averaging }).map(({ key }) => key)

  it('names weights, running statistics, velocities and averages', () => {
    const keys = keysOf('ema')
    expect(keys.filter((key) => key.includes('whitening'))).toEqual([
      'weights/whitening.weight',
      'weights/whitening.bias',
      'velocity/whitening.bias',
      'average/whitening.bias',
    ])
    expect(keys.filter((key) => key.includes('block1.norm2'))).toEqual([
      'weights/block1.norm2.scale',
      'weights/block1.norm2.bias',
      'weights/block1.norm2.mean',
      'weights/block1.norm2.variance',
      'velocity/block1.norm2.bias',
      'average/block1.norm2.bias',
      'average/block1.norm2.mean',
      'average/block1.norm2.variance',
    ])
  })

  it('has no averages if nothing is averaged', () => {
    expect(keysOf('none')).toEqual(keysOf('ema').filter((key) => !key.startsWith('average/')))
  })
})

describe('checkSnapshot', () => {
  it('accepts valid settings and lists invalid ones', () => {
    expect(() => checkSnapshot(emptySnapshot(), spec)).not.toThrow()
    const without = emptySnapshot()
    delete without.tensors['velocity/head.weight']
    expect(() => checkSnapshot(without, spec)).toThrow('"velocity/head.weight" has 0 elements')
    const strange = { ...emptySnapshot() }
    strange.tensors['weights/other'] = new Float32Array(1)
    expect(() => checkSnapshot(strange, spec)).toThrow('no tensor "weights/other"')
  })
})
