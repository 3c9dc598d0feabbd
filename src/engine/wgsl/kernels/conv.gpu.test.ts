import { beforeAll, describe, expect, test } from 'vitest'
import type { StorageType } from '../kernel.ts'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, encode, normalTensor, relativeError } from '../test-tensors.ts'
import { convForward } from './conv-forward.ts'
import { convInputGradient } from './conv-input-gradient.ts'
import {
  packPlaces,
  referenceForward,
  referenceInputGradient,
  referencePool,
  referenceUnpool,
  referenceWeightGradient,
} from './conv-reference.ts'
import { outputSides, type ConvShape } from './conv-shape.ts'
import type { ConvTile } from './conv-tiles.ts'
import { convWeightGradient } from './conv-weight-gradient.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

function conv(sizes: Partial<ConvShape>): ConvShape {
  const base = { batch: 2, height: 8, width: 8, in: 8, out: 8, kernel: 3, stride: 1 } as const
  const s = { ...base, padding: 'same' as const, ...sizes }
  const side = (length: number) =>
    s.padding === 'same'
      ? Math.ceil(length / s.stride)
      : Math.floor((length - s.kernel) / s.stride) + 1
  return { ...s, outHeight: side(s.height), outWidth: side(s.width) }
}

const register = (
  lanes: 1 | 4 | 8,
  shared: 'rows' | 'columns',
  count: number,
  quads = 1,
): ConvTile => ({ kind: 'register', lanes, shared, count, quads })

const workgroup = (
  rows: number,
  columns: number,
  threadRows: 4 | 8,
  threadColumns: 4 | 8,
): ConvTile => ({ kind: 'workgroup', rows, columns, depth: 16, threadRows, threadColumns })

const TILES: Record<string, ConvTile> = {
  '8 lanes, 16 columns shared': register(8, 'columns', 16),
  '8 lanes, 32 rows shared': register(8, 'rows', 32),
  '4 lanes, 12 columns shared': register(4, 'columns', 12),
  '1 lane, 8 columns': register(1, 'columns', 8),
  'workgroup 128x64': workgroup(128, 64, 8, 8),
  'workgroup 64x64': workgroup(64, 64, 4, 4),
  'workgroup 128x32': workgroup(128, 32, 8, 4),
}

const SHAPES: Record<string, ConvShape> = {
  'odd sides, odd channels': conv({ height: 7, width: 5, in: 12, out: 28 }),
  'one pixel': conv({ height: 1, width: 1, in: 4, out: 4, batch: 3 }),
  valid: conv({ height: 9, width: 7, in: 4, out: 24, kernel: 2, padding: 'valid' }),
  'one tap': conv({ height: 6, width: 6, in: 28, out: 16, kernel: 1 }),
  // Sums of thousands of numbers, on maps as small as the last ones.
  deep: conv({ height: 2, width: 2, in: 512, out: 12 }),
  strided: conv({ height: 7, width: 6, in: 8, out: 12, stride: 2 }),
}

const EXACT = 1e-5
/** Stored halves differ from exact values by up to 2^-11. */
const HALF = 1e-3

const tensor = (name: string, count: number, storage: StorageType) =>
  asStored(normalTensor(name, count), storage)

function operands(shape: ConvShape, storage: StorageType, pooled: boolean) {
  const { height, width } = outputSides(shape, pooled)
  return {
    x: tensor('x', shape.batch * shape.height * shape.width * shape.in, storage),
    w: tensor('w', shape.kernel ** 2 * shape.in * shape.out, storage),
    dy: tensor('dy', shape.batch * height * width * shape.out, storage),
  }
}

/** Adds the parts of a weight gradient. */
const summed = (partials: Float32Array, splits: number) =>
  Float64Array.from({ length: partials.length / splits }, (_, i) => {
    const parts = Array.from(
      { length: splits },
      (_part, s) => partials[(s * partials.length) / splits + i],
    )
    return parts.reduce((a, b) => a + b, 0)
  })

async function passErrors(
  shape: ConvShape,
  storage: StorageType,
  tile: ConvTile,
  splits: number,
): Promise<{ y: number; dx: number; dw: number }> {
  const { x, w, dy } = operands(shape, storage, false)
  const { y } = await runKernel(device, convForward({ shape, storage, tile, pool: false }), {
    x: encode(x, storage),
    w: encode(w, storage),
  })
  const { dx } = await runKernel(
    device,
    convInputGradient({ shape, storage, tile, pooled: false, add: false }),
    { dy: encode(dy, storage), w: encode(w, storage) },
  )
  const { partials } = await runKernel(
    device,
    convWeightGradient({ shape, storage, tile, pooled: false, splits }),
    { x: encode(x, storage), dy: encode(dy, storage) },
  )
  const dw = summed(decode(partials, 'f32'), splits)
  return {
    y: relativeError(decode(y, storage), referenceForward(shape, x, w)),
    dx: relativeError(decode(dx, storage), referenceInputGradient(shape, dy, w)),
    dw: relativeError(dw, referenceWeightGradient(shape, x, dy)),
  }
}

describe.each(Object.entries(TILES))('%s', (_, tile) => {
  // Workgroup tiles take seconds to compile on a software adapter. Both ways to lie in memory occur in every shape.
  const shapes: Record<string, ConvShape> =
    tile.kind === 'register' ? SHAPES : { strided: SHAPES.strided }
  test.each(Object.entries(shapes))('%s', async (_name, shape) => {
    const { y, dx, dw } = await passErrors(shape, 'f32', tile, 1)
    expect(y).toBeLessThan(EXACT)
    expect(dx).toBeLessThan(EXACT)
    expect(dw).toBeLessThan(EXACT)
  })

  test('halves, parts of the depth', async () => {
    const shape = conv({ height: 5, width: 5, in: 8, out: 20 })
    const { y, dx, dw } = await passErrors(shape, 'f16', tile, 3)
    expect(y).toBeLessThan(HALF)
    expect(dx).toBeLessThan(HALF)
    expect(dw).toBeLessThan(EXACT)
  })

  const pooledShape = conv({
    height: 7,
    width: 7,
    in: 4,
    out: tile.kind === 'register' && tile.lanes === 1 ? 8 : 20,
  })
  const pooledTile: ConvTile =
    tile.kind === 'register' && tile.shared === 'columns'
      ? { ...tile, count: pooledShape.out }
      : tile

  test('pooled, with ties', async () => {
    // A few whole numbers: products are exact, and a window often has several largest.
    const few = (values: Float32Array) => values.map((value) => Math.round(value / 2))
    const { x, w } = operands(pooledShape, 'f32', true)
    const options = { shape: pooledShape, storage: 'f32', tile: pooledTile, pool: true } as const
    const { y, position } = await runKernel(device, convForward(options), { x: few(x), w: few(w) })
    const { values, places } = referencePool(
      pooledShape,
      referenceForward(pooledShape, few(x), few(w)),
    )
    expect(new Float32Array(y)).toEqual(Float32Array.from(values))
    expect(new Uint32Array(position)).toEqual(packPlaces(pooledShape, places))
  })

  test('gradients of a pool, added to another', async () => {
    const { x, w, dy } = operands(pooledShape, 'f32', true)
    const { places } = referencePool(pooledShape, referenceForward(pooledShape, x, w))
    const position = packPlaces(pooledShape, places)
    const full = referenceUnpool(pooledShape, dy, places)
    const options = { shape: pooledShape, storage: 'f32', tile, pooled: true } as const
    const add = tensor('add', x.length, 'f32')
    const { dx } = await runKernel(device, convInputGradient({ ...options, add: true }), {
      dy,
      position,
      w,
      add,
    })
    const expected = referenceInputGradient(pooledShape, full, w).map((value, i) => value + add[i])
    expect(relativeError(new Float32Array(dx), expected)).toBeLessThan(EXACT)
    const { partials } = await runKernel(device, convWeightGradient({ ...options, splits: 2 }), {
      x,
      dy,
      position,
    })
    const dw = summed(new Float32Array(partials), 2)
    expect(relativeError(dw, referenceWeightGradient(pooledShape, x, full))).toBeLessThan(EXACT)
  })
})
