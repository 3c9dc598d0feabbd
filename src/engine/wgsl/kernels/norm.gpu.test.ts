import { beforeAll, describe, expect, it } from 'vitest'
import type { Activation } from '../../../recipe/recipe.ts'
import type { StorageType } from '../kernel.ts'
import { runKernel } from '../run-kernel.ts'
import { openTestDevice } from '../test-device.ts'
import { asStored, decode, encode, normalTensor, relativeError } from '../test-tensors.ts'
import { mergeStatistics } from './merge-statistics.ts'
import { normActivate, type NormPool } from './norm-activate.ts'
import { normGradientApply } from './norm-gradient-apply.ts'
import { normGradientMerge } from './norm-gradient-merge.ts'
import { normGradientReduce, normGradientTiles, normOutputShape } from './norm-gradient-reduce.ts'
import {
  referenceBackward,
  referenceForward,
  referenceStatistics,
  type NormReference,
} from './norm-reference.ts'
import { normStatistics, normStatisticsTiles } from './norm-statistics.ts'
import { runningCoefficients } from './running-coefficients.ts'
import type { TensorShape } from './tensor-shape.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

interface Case {
  readonly shape: TensorShape
  readonly groups: number
  readonly activation?: Activation | null
  readonly pool?: NormPool
  readonly mean?: number
}

const size = ({ batch, height, width, channels }: TensorShape) => batch * height * width * channels

/** A case's tensors as stored. */
function problem(
  { shape, groups, activation = null, pool = 'none', mean = 0.3 }: Case,
  storage: StorageType,
): NormReference {
  const { channels } = shape
  const name = JSON.stringify(shape)
  return {
    shape,
    groups,
    activation,
    pool,
    epsilon: 1e-5,
    x: asStored(normalTensor(`x${name}`, size(shape), { mean }), storage),
    scale: normalTensor(`scale${name}`, channels, { mean: 1, deviation: 0.3 }),
    bias: normalTensor(`bias${name}`, channels, { deviation: 0.5 }),
  }
}

/** Statistics and coefficients by the kernels. */
async function normalise(options: NormReference, storage: StorageType, share = 1) {
  const { shape, groups, epsilon, scale, bias } = options
  const pass = { shape, storage, groups }
  const { statistics } = await runKernel(device, normStatistics(pass), {
    x: encode(options.x, storage),
  })
  const tilesPerGroup = normStatisticsTiles(pass)
  const { channels } = shape
  const merge = { channels, groups, tilesPerGroup, epsilon, share, accumulate: false }
  const merged = await runKernel(device, mergeStatistics(merge), {
    statistics: new Float32Array(statistics),
    scale,
    bias,
  })
  return {
    coefficients: new Float32Array(merged.coefficients),
    running: new Float32Array(merged.running),
    statistics: new Float32Array(statistics),
    merge,
  }
}

/** Row `row` of every group's four coefficients. */
const coefficientRow = (coefficients: Float32Array, row: number, { channels }: TensorShape) =>
  coefficients.filter((_, i) => Math.floor(i / channels) % 4 === row)

const STATISTICS: readonly Case[] = [
  { shape: { batch: 4, height: 9, width: 7, channels: 28 }, groups: 2 },
  { shape: { batch: 3, height: 1, width: 1, channels: 4 }, groups: 1 },
  { shape: { batch: 2, height: 31, width: 31, channels: 12 }, groups: 1, mean: 100 },
  { shape: { batch: 20, height: 3, width: 5, channels: 8 }, groups: 20, mean: -100 },
  { shape: { batch: 4, height: 4, width: 4, channels: 260 }, groups: 2 },
  { shape: { batch: 1, height: 1, width: 1, channels: 4 }, groups: 1 },
  { shape: { batch: 8, height: 64, width: 64, channels: 4 }, groups: 1, mean: 100 },
]

describe.each(['f32', 'f16'] as const)('batch-norm statistics in %s', (storage) => {
  // Halves differ in loads and stores only, and every case compiles pipelines of its own.
  it.each(storage === 'f16' ? STATISTICS.slice(0, 3) : STATISTICS)(
    '$shape in $groups groups, mean $mean',
    async (c) => {
      const options = problem(c, storage)
      const { shape, groups } = options
      const { mean, m2, rstd, rowsPerGroup } = referenceStatistics(options)
      const { coefficients, running } = await normalise(options, storage, 0.5)
      expect(relativeError(coefficientRow(coefficients, 0, shape), mean)).toBeLessThan(1e-6)
      expect(relativeError(coefficientRow(coefficients, 1, shape), rstd)).toBeLessThan(1e-5)
      const repeated = (values: Float32Array) => Array.from({ length: groups }, () => [...values])
      expect([...coefficientRow(coefficients, 2, shape)]).toEqual(repeated(options.scale).flat())
      expect([...coefficientRow(coefficients, 3, shape)]).toEqual(repeated(options.bias).flat())
      const average = (values: Float64Array, factor: number) =>
        Float64Array.from({ length: shape.channels }, (_, channel) => {
          const ofChannel = values.filter((_value, i) => i % shape.channels === channel)
          return (factor * ofChannel.reduce((a, b) => a + b, 0)) / groups
        })
      const unbiased = 1 / Math.max(rowsPerGroup - 1, 1)
      expect(relativeError(running.subarray(0, shape.channels), average(mean, 0.5))).toBeLessThan(
        1e-6,
      )
      const variance = average(m2, 0.5 * unbiased)
      expect(relativeError(running.subarray(shape.channels), variance)).toBeLessThan(1e-5)
    },
  )
})

it('adds a later pass’s statistics to the running ones', async () => {
  const options = problem(STATISTICS[0], 'f32')
  const { running, statistics, merge } = await normalise(options, 'f32')
  const before = normalTensor('before', running.length)
  const { scale, bias } = options
  const again = await runKernel(device, mergeStatistics({ ...merge, accumulate: true }), {
    statistics,
    scale,
    bias,
    running: before,
  })
  const expected = running.map((value, i) => value + before[i])
  expect(relativeError(new Float32Array(again.running), expected)).toBeLessThan(1e-6)
})

/** More groups and tiles than one workgroup takes at once. */
const MANY = { channels: 8, groups: 20, tilesPerGroup: 70 }

/** Adds up what `part` says of every tile of a group and channel. */
function overTiles(group: number, part: (tile: number) => number): number {
  let sum = 0
  for (let t = 0; t < MANY.tilesPerGroup; t++) sum += part(group * MANY.tilesPerGroup + t)
  return sum
}

it('merges the statistics of many tiles, some of them empty, negative sums of squares counting as 0', async () => {
  const { channels, groups, tilesPerGroup } = MANY
  const statistics = normalTensor('statistics', groups * tilesPerGroup * 3 * channels)
  const at = (tile: number, row: number, c: number) => (tile * 3 + row) * channels + c
  for (let tile = 0; tile < groups * tilesPerGroup; tile++) {
    const count = tile % tilesPerGroup === 3 ? 0 : 5 + (tile % 7)
    for (let c = 0; c < channels; c++) {
      statistics[at(tile, 0, c)] = count
      if (count === 0) statistics[at(tile, 1, c)] = 0
      statistics[at(tile, 2, c)] = count === 0 ? 0 : c === 7 ? -40 : count
    }
  }
  const kernel = mergeStatistics({ ...MANY, epsilon: 0.25, share: 1, accumulate: false })
  const { coefficients, running } = await runKernel(device, kernel, {
    statistics,
    scale: new Float32Array(channels),
    bias: new Float32Array(channels),
  })
  const means: number[] = []
  const rstds: number[] = []
  const averages = new Float64Array(2 * channels)
  for (let g = 0; g < groups; g++) {
    for (let c = 0; c < channels; c++) {
      const count = overTiles(g, (tile) => statistics[at(tile, 0, c)])
      const weighted = (tile: number) => statistics[at(tile, 0, c)] * statistics[at(tile, 1, c)]
      const mean = overTiles(g, weighted) / count
      const spread = (tile: number) =>
        statistics[at(tile, 2, c)] +
        statistics[at(tile, 0, c)] * (statistics[at(tile, 1, c)] - mean) ** 2
      const m2 = Math.max(0, overTiles(g, spread))
      means.push(mean)
      rstds.push(1 / Math.sqrt(m2 / count + 0.25))
      averages[c] += mean / groups
      averages[channels + c] += m2 / (count - 1) / groups
    }
  }
  const shape = { batch: 1, height: 1, width: 1, channels }
  const actual = new Float32Array(coefficients)
  expect(relativeError(coefficientRow(actual, 0, shape), means)).toBeLessThan(1e-5)
  expect(relativeError(coefficientRow(actual, 1, shape), rstds)).toBeLessThan(1e-5)
  expect(rstds.filter((_, i) => i % channels === 7)).toEqual(
    Array.from({ length: groups }, () => 2),
  )
  expect(relativeError(new Float32Array(running), averages)).toBeLessThan(1e-5)
})

it('merges the gradient sums of many tiles', async () => {
  const { channels, groups, tilesPerGroup } = MANY
  const partials = normalTensor('partials', groups * tilesPerGroup * 2 * channels)
  const kernel = normGradientMerge({ ...MANY, lossScale: 4, scale: true, accumulate: false })
  const { sums, dbias, dscale } = await runKernel(device, kernel, { partials })
  const expected = Float64Array.from({ length: groups * 2 * channels }, (_, i) => {
    const within = i % (2 * channels)
    return overTiles(
      Math.floor(i / (2 * channels)),
      (tile) => partials[tile * 2 * channels + within],
    )
  })
  expect(relativeError(new Float32Array(sums), expected)).toBeLessThan(1e-5)
  const overGroups = (row: number) =>
    Float64Array.from({ length: channels }, (_, c) => {
      let sum = 0
      for (let g = 0; g < groups; g++) sum += expected[(g * 2 + row) * channels + c] / 4
      return sum
    })
  expect(relativeError(new Float32Array(dbias), overGroups(0))).toBeLessThan(1e-5)
  expect(relativeError(new Float32Array(dscale), overGroups(1))).toBeLessThan(1e-5)
})

it('evaluates with running statistics, a negative variance counting as 0', async () => {
  const running = Float32Array.of(1, 2, 3, 4, 0, 1, 4, -1)
  const { coefficients } = await runKernel(
    device,
    runningCoefficients({ channels: 4, epsilon: 1 }),
    {
      running,
      scale: Float32Array.of(5, 6, 7, 8),
      bias: Float32Array.of(9, 10, 11, 12),
    },
  )
  const rstd = [1, Math.SQRT1_2, Math.sqrt(0.2), 1]
  const expected = [1, 2, 3, 4, ...rstd, 5, 6, 7, 8, 9, 10, 11, 12]
  expect(relativeError(new Float32Array(coefficients), expected)).toBeLessThan(1e-6)
})

const CELU: Activation = { kind: 'celu', alpha: 0.3 }
const GELU: Activation = { kind: 'gelu' }
const odd = { batch: 4, height: 5, width: 7, channels: 28 }
const PASSES: readonly Case[] = [
  { shape: odd, groups: 2, activation: CELU },
  { shape: odd, groups: 4, activation: GELU, pool: 'beforeActivation' },
  { shape: odd, groups: 1, activation: CELU, pool: 'afterActivation' },
  {
    shape: { ...odd, height: 4, width: 4 },
    groups: 2,
    activation: { kind: 'relu' },
    pool: 'afterActivation',
  },
  { shape: { ...odd, channels: 136 }, groups: 1, activation: { kind: 'silu' } },
  { shape: { batch: 6, height: 1, width: 1, channels: 8 }, groups: 2, activation: null },
  {
    shape: { batch: 2, height: 16, width: 16, channels: 4 },
    groups: 1,
    activation: GELU,
    mean: 100,
  },
]

describe.each(['f32', 'f16'] as const)('batch norm and activation in %s', (storage) => {
  const stored = storage === 'f16' ? 1e-3 : 1e-5

  it.each(storage === 'f16' ? PASSES.slice(0, 4) : PASSES)(
    '$shape in $groups groups, $activation, pool $pool',
    async (c) => {
      const options = problem(c, storage)
      const { shape, groups, activation, pool } = options
      const { channels } = shape
      const pass = { shape, storage, groups, activation, pool }
      const { coefficients } = await normalise(options, storage)
      const { y: expectedY } = referenceForward(options)
      const residual = asStored(normalTensor('residual', expectedY.length), storage)
      const x = encode(options.x, storage)

      const forward = normActivate({ ...pass, residual: false })
      const { y, position } = await runKernel(device, forward, { x, coefficients })
      expect(relativeError(decode(y, storage), expectedY)).toBeLessThan(stored)
      const joined = normActivate({ ...pass, residual: true })
      const withResidual = await runKernel(device, joined, {
        x,
        coefficients,
        residual: encode(residual, storage),
      })
      const expectedSum = expectedY.map((value, i) => value + residual[i])
      expect(relativeError(decode(withResidual.y, storage), expectedSum)).toBeLessThan(stored)

      const dyValues = asStored(normalTensor('dy', size(normOutputShape(pass))), storage)
      const expected = referenceBackward(options, dyValues)
      const positions = pool === 'none' ? {} : { position: new Uint32Array(position) }
      const given = { x, coefficients, dy: encode(dyValues, storage), ...positions }
      const { partials } = await runKernel(device, normGradientReduce(pass), given)
      const merge = { channels, groups, tilesPerGroup: normGradientTiles(pass), lossScale: 4 }
      const { sums, dbias, dscale } = await runKernel(
        device,
        normGradientMerge({ ...merge, scale: true, accumulate: false }),
        { partials: new Float32Array(partials) },
      )
      const scaled = (values: Float64Array) => values.map((value) => value / 4)
      expect(relativeError(new Float32Array(dbias), scaled(expected.dbias))).toBeLessThan(1e-5)
      expect(relativeError(new Float32Array(dscale), scaled(expected.dscale))).toBeLessThan(1e-5)

      const addValues = asStored(normalTensor('add', size(shape)), storage)
      const apply = (add: boolean) =>
        runKernel(device, normGradientApply({ ...pass, add }), {
          ...given,
          sums: new Float32Array(sums),
          ...(add ? { add: encode(addValues, storage) } : {}),
        })
      const { dx } = await apply(false)
      expect(relativeError(decode(dx, storage), expected.dx)).toBeLessThan(stored)
      const { dx: joinedDx } = await apply(true)
      const expectedJoined = expected.dx.map((value, i) => value + addValues[i])
      expect(relativeError(decode(joinedDx, storage), expectedJoined)).toBeLessThan(stored)
    },
  )
})

it('adds a later pass’s gradients, and leaves the scale’s out where it is frozen', async () => {
  const partials = normalTensor('partials', 2 * 3 * 2 * 8)
  const merge = { channels: 8, groups: 2, tilesPerGroup: 3, lossScale: 256, scale: false }
  const before = normalTensor('before', 8)
  const run = async (accumulate: boolean) => {
    const kernel = normGradientMerge({ ...merge, accumulate })
    expect(kernel.bindings.map(({ name }) => name)).not.toContain('dscale')
    const { dbias } = await runKernel(device, kernel, { partials, dbias: before })
    return new Float32Array(dbias)
  }
  const fresh = await run(false)
  const expected = fresh.map((value, i) => value + before[i])
  expect(relativeError(await run(true), expected)).toBeLessThan(1e-6)
})

it('keeps to the first of equal values in a window', async () => {
  const shape = { batch: 1, height: 2, width: 4, channels: 4 }
  const rows = [0, 1, 2, 1, 1, 1, 0, 2]
  const x = Float32Array.from(rows.flatMap((value) => [value, 0, -value, 5]))
  const coefficients = Float32Array.from(
    [0, 1, 1, 0].flatMap((value) => [value, value, value, value]),
  )
  const kernel = normActivate({
    shape,
    storage: 'f32',
    groups: 1,
    activation: null,
    pool: 'beforeActivation',
    residual: false,
  })
  const { y, position } = await runKernel(device, kernel, { x, coefficients })
  expect([...new Float32Array(y)]).toEqual([1, 0, 0, 5, 2, 0, 0, 5])
  // Two bits a channel from bit 0 up, a byte a pixel: (1, 0, 0, 0), then (0, 0, 2, 0).
  expect([...new Uint32Array(position)]).toEqual([0x2001])
})
