import { describe, expect, it } from 'vitest'
import { initialValues } from './initialise.ts'
import type { ParameterSpec } from '../parameters.ts'

const spec = (options: Partial<ParameterSpec>): ParameterSpec => ({
  name: 'layer.weight',
  shape: [3, 3, 64, 128],
  group: 'convWeight',
  trainable: true,
  init: 'uniform',
  fanIn: 3 * 3 * 64,
  ...options,
})

const meanOf = (values: Float32Array) => values.reduce((sum, v) => sum + v, 0) / values.length

describe('initialValues', () => {
  it('draws uniformly within 1 / sqrt(fan-in)', () => {
    const values = initialValues(spec({}), 1)
    expect(values).toHaveLength(3 * 3 * 64 * 128)
    const bound = 1 / 24
    expect(values.every((value) => Math.abs(value) <= bound)).toBe(true)
    expect(Math.max(...values)).toBeGreaterThan(0.999 * bound)
    expect(Math.abs(meanOf(values))).toBeLessThan(0.01 * bound)
    const variance = meanOf(values.map((value) => value * value))
    expect(variance / (bound ** 2 / 3)).toBeCloseTo(1, 2)
  })

  it('gives each parameter and each seed its own draw, always the same', () => {
    const values = initialValues(spec({}), 1)
    expect(initialValues(spec({}), 1)).toEqual(values)
    expect(initialValues(spec({}), 2)).not.toEqual(values)
    expect(initialValues(spec({ name: 'other.weight' }), 1)).not.toEqual(values)
  })

  it.each([
    { channelsIn: 24, channelsOut: 64 },
    { channelsIn: 64, channelsOut: 64 },
    { channelsIn: 64, channelsOut: 24 },
  ])('starts the first filters of $channelsIn to $channelsOut as identities', (channels) => {
    const { channelsIn, channelsOut } = channels
    const shape = [3, 3, channelsIn, channelsOut]
    const dirac = initialValues(spec({ init: 'dirac', shape }), 1)
    const uniform = initialValues(spec({ shape }), 1)
    const identities = Math.min(channelsIn, channelsOut)
    const expected = uniform.map((value, at) => {
      const filter = at % channelsOut
      const channel = Math.floor(at / channelsOut) % channelsIn
      const tap = Math.floor(at / channelsOut / channelsIn)
      return filter < identities ? Number(tap === 4 && channel === filter) : value
    })
    expect(dirac).toEqual(expected)
  })

  it('adds identities and keeps mean and deviation, as hlb does', () => {
    const shape = [3, 3, 24, 64]
    const uniform = initialValues(spec({ shape }), 1)
    const added = initialValues(spec({ init: 'addedDirac', shape }), 1)
    const deviationOf = (values: Float32Array) => {
      const mean = meanOf(values)
      return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)))
    }
    expect(meanOf(added)).toBeCloseTo(meanOf(uniform), 7)
    expect(deviationOf(added) / deviationOf(uniform)).toBeCloseTo(1, 5)
    const centre = 4 * 24 * 64
    const diagonal = Array.from({ length: 24 }, (_, i) => added[centre + i * 64 + i])
    const largest = [...added].toSorted((a, b) => b - a).slice(0, 24)
    expect(diagonal.toSorted((a, b) => b - a)).toEqual(largest)
  })

  it('divides a head by its own deviation on request', () => {
    const values = initialValues(spec({ init: 'unitDeviation', shape: [256, 10], fanIn: 256 }), 1)
    const mean = meanOf(values)
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    expect(squares / (values.length - 1)).toBeCloseTo(1, 6)
  })

  it('fills batch norm with ones, zeros, or U(0, 1)', () => {
    const norm = { shape: [512], fanIn: 512 }
    expect(new Set(initialValues(spec({ ...norm, init: 'one' }), 1))).toEqual(new Set([1]))
    expect(new Set(initialValues(spec({ ...norm, init: 'zero' }), 1))).toEqual(new Set([0]))
    const drawn = initialValues(spec({ ...norm, init: 'unitInterval' }), 1)
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...drawn)).toBeLessThan(1)
    expect(meanOf(drawn)).toBeCloseTo(0.5, 1)
  })

  it('leaves whitening to the training images', () => {
    expect(() => initialValues(spec({ init: 'whitening' }), 1)).toThrow('training images')
  })
})
