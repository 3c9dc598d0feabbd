import { describe, expect, it } from 'vitest'
import type { ConvLayer, Layer } from './layers.ts'
import { conv as convLayer } from './networks/parts.ts'
import { networkShape, outputShape } from './shapes.ts'

const conv = (options: Partial<ConvLayer>): ConvLayer => convLayer('c', 3, 5, options)
const input = { height: 15, width: 8, channels: 3 }

describe('outputShape', () => {
  it.each([
    [{}, 15, 8],
    [{ stride: 2 }, 8, 4],
    [{ padding: 'valid', kernel: 2 }, 14, 7],
    [{ padding: 'valid', kernel: 3, stride: 2 }, 7, 3],
    [{ kernel: 1, stride: 2 }, 8, 4],
  ] as const)('of a convolution with %o is %i x %i', (options, height, width) => {
    expect(outputShape(conv(options), input)).toEqual({ height, width, channels: 5 })
  })

  it('of a pool drops what does not fill a window', () => {
    const pooled = outputShape({ kind: 'maxPool', size: 4 }, input)
    expect(pooled).toEqual({ height: 3, width: 2, channels: 3 })
    expect(() => outputShape({ kind: 'maxPool', size: 4 }, { ...input, width: 3 })).toThrow(
      'does not fit 15x3',
    )
  })

  it('of joined branches adds their channels', () => {
    const branches: Layer[][] = [[{ kind: 'maxPool', size: 4 }], [{ kind: 'averagePool', size: 4 }]]
    const joined = networkShape([{ kind: 'concat', branches }, { kind: 'flatten' }], input)
    expect(joined).toEqual({ height: 1, width: 1, channels: 3 * 2 * 6 })
  })

  it('rejects branches and channels that do not match', () => {
    const branches: Layer[][] = [[{ kind: 'maxPool', size: 4 }], [{ kind: 'averagePool', size: 2 }]]
    expect(() => outputShape({ kind: 'concat', branches }, input)).toThrow('differ')
    const residual: Layer = { kind: 'residual', body: [conv({})], shortcut: [] }
    expect(() => outputShape(residual, input)).toThrow('differ')
    expect(() => outputShape(conv({ in: 4 }), input)).toThrow('takes 4 channels')
  })
})
