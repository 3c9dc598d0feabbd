import { describe, expect, it } from 'vitest'
import { readSafetensors, writeSafetensors } from './safetensors.ts'

const file = {
  tensors: {
    'weights/head': { shape: [2, 3], data: Float32Array.of(1, -0, Infinity, 0.1, 1e-40, -5) },
    scalar: { shape: [], data: Float64Array.of(Math.PI) },
    pixels: { shape: [3], data: Uint8Array.of(0, 128, 255) },
    words: { shape: [1, 2], data: Uint32Array.of(0xffffffff, 7) },
    none: { shape: [0, 4], data: new Float32Array(0) },
  },
  metadata: { made_by: 'a test – with “quotes”' },
}

/** A file assembled manually, as the format's page describes it. */
function handMade(header: string, data: readonly number[] = []): Uint8Array {
  const encoded = new TextEncoder().encode(header)
  return Uint8Array.of(encoded.length, 0, 0, 0, 0, 0, 0, 0, ...encoded, ...data)
}

/** Two tensors in the same two bytes. */
const OVERLAPPING = `{${['a', 'b']
  .map((name) => `"${name}":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}`)
  .join()}}`

describe('safetensors', () => {
  it('reads back what was written', () => {
    expect(readSafetensors(writeSafetensors(file))).toEqual(file)
  })

  it('reads what Node gives for a file', () => {
    expect(readSafetensors(Buffer.from(writeSafetensors(file)))).toEqual(file)
  })

  it('starts the tensors at a multiple of eight bytes', () => {
    const bytes = writeSafetensors(file)
    const total = Object.values(file.tensors).reduce((sum, { data }) => sum + data.byteLength, 0)
    expect((bytes.length - total) % 8).toBe(0)
  })

  it('reads a file by another hand, from any offset in memory', () => {
    const header = '{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}'
    const bytes = handMade(header, [0, 0, 128, 63, 0, 0, 0, 192])
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(readSafetensors(shifted.subarray(3))).toEqual({
      tensors: { a: { shape: [1, 2], data: Float32Array.of(1, -2) } },
      metadata: {},
    })
  })

  it.each([
    ['only 4 bytes', Uint8Array.of(1, 2, 3, 4)],
    ['header is truncated', handMade('{}').subarray(0, 9)],
    ['header is wrong', handMade('no JSON')],
    ['header is wrong', handMade('{"a":{"dtype":"I64","shape":[0],"data_offsets":[0,0]}}')],
    ['truncated', handMade('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', [0])],
    ['overlap', handMade(OVERLAPPING, [0, 0])],
    ['"a" is truncated', handMade('{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', [0])],
    ['"a" is truncated', handMade('{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}', [0])],
  ])('refuses a damaged file: %s', (message, bytes) => {
    expect(() => readSafetensors(bytes)).toThrow(message)
  })

  it('rejects a tensor that does not match its shape', () => {
    const wrong = { shape: [2], data: Float32Array.of(1) }
    expect(() => writeSafetensors({ tensors: { wrong }, metadata: {} })).toThrow('"wrong" has 1')
  })
})
