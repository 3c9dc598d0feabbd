import { expect, it } from 'vitest'
import { fuzz, FUZZ_TIMEOUT } from '../testing/fuzz.ts'
import { readSafetensors, TensorFileError, writeSafetensors } from './safetensors.ts'

const FILE = writeSafetensors({
  tensors: {
    'weights/head': { shape: [2, 3], data: Float32Array.of(1, -0, Infinity, 0.1, 1e-40, -5) },
    scalar: { shape: [], data: Float64Array.of(Math.PI) },
    pixels: { shape: [3, 1], data: Uint8Array.of(0, 128, 255) },
    half: { shape: [2], data: Uint16Array.of(0x3c00, 0x7c01) },
  },
  metadata: { format: 'a test' },
})
const EMPTY = writeSafetensors({ tensors: {}, metadata: {} })

it(
  'reads or refuses any tensor file, and can write what it read',
  { timeout: FUZZ_TIMEOUT },
  async () => {
    const { accepted, refused } = await fuzz({
      name: 'safetensors',
      samples: [FILE, EMPTY],
      decode(bytes) {
        const file = readSafetensors(bytes)
        const size = Object.values(file.tensors).reduce((sum, { data }) => sum + data.byteLength, 0)
        expect(size).toBeLessThan(bytes.length)
        expect(readSafetensors(writeSafetensors(file))).toEqual(file)
      },
      refusals: [TensorFileError],
    })
    expect(Math.min(accepted, refused)).toBeGreaterThan(0)
  },
)
