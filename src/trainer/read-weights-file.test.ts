import { describe, expect, it } from 'vitest'
import { type NamedTensor, readSafetensors, writeSafetensors } from '../model/safetensors.ts'
import { presetNamed } from '../recipe/presets.ts'
import { readWeightsFile } from './read-weights-file.ts'
import { scriptedWeights } from './testing/weights.ts'

/** A file of weights with its tensors or metadata changed. */
async function changed(change: {
  tensors?: (tensors: Record<string, NamedTensor>) => void
  metadata?: Record<string, string>
}) {
  const { tensors, metadata } = readSafetensors(await scriptedWeights('auto'))
  const own = { ...tensors }
  change.tensors?.(own)
  return writeSafetensors({ tensors: own, metadata: { ...metadata, ...change.metadata } })
}

const HEAD = 'weights/head.weight'

describe('readWeightsFile', () => {
  it('reads back what was written, in f32 and f16', async () => {
    for (const precision of ['f32', 'f16'] as const) {
      const bytes = await scriptedWeights('auto', precision)
      const network = readWeightsFile(bytes)
      expect(network).toMatchObject({ seed: 3, step: 7, writer: 'a test' })
      expect(network.recipe).toEqual(presetNamed('auto').recipe)
      const keys = Object.keys(readSafetensors(bytes).tensors)
      expect(network.tensors['head.weight'][5]).toBe(keys.indexOf(HEAD))
      expect(network.tensors['block1.norm1.variance']).toHaveLength(64)
    }
  })

  it('reads the averages if the recipe’s main score uses them', async () => {
    const { tensors } = readWeightsFile(await scriptedWeights('page-10'))
    expect(Object.values(tensors).some(([first]) => first < 0)).toBe(true)
    const live = readWeightsFile(await scriptedWeights('auto')).tensors
    expect(Object.values(live).every(([first]) => first >= 0)).toBe(true)
  })

  it('rejects files that are truncated or lack metadata', async () => {
    const bytes = await scriptedWeights('tiny')
    expect(() => readWeightsFile(bytes.subarray(0, bytes.length - 1))).toThrow('truncated')
    expect(() => readWeightsFile(new Uint8Array(40))).toThrow('not a complete safetensors file')
    const other = await changed({ metadata: { format: 'lab94-weights-2' } })
    expect(() => readWeightsFile(other)).toThrow('not a file of lab94')
    const unreadable = await changed({ metadata: { recipe: '{' } })
    expect(() => readWeightsFile(unreadable)).toThrow('not a file of lab94')
  })

  it('rejects tensors that are missing, of another shape or type, or NaN', async () => {
    const missing = await changed({ tensors: (tensors) => delete tensors[HEAD] })
    expect(() => readWeightsFile(missing)).toThrow(`lack "${HEAD}"`)
    const other = { shape: [10, 256], data: new Float32Array(2560) }
    const turned = await changed({ tensors: (tensors) => (tensors[HEAD] = other) })
    expect(() => readWeightsFile(turned)).toThrow('is [10, 256], not [256, 10]')
    const bytes = { shape: [256, 10], data: new Uint8Array(2560) }
    const whole = await changed({ tensors: (tensors) => (tensors[HEAD] = bytes) })
    expect(() => readWeightsFile(whole)).toThrow('neither f32 nor f16')
    const nan = { shape: [256, 10], data: new Float32Array(2560).fill(NaN) }
    const broken = await changed({ tensors: (tensors) => (tensors[HEAD] = nan) })
    expect(() => readWeightsFile(broken)).toThrow('not a number')
  })
})
