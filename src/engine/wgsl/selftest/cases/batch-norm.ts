import type { Activation } from '../../../../recipe/schema/network.ts'
import type { StorageType } from '../../codegen/kernel.ts'
import { mergeStatistics } from '../../kernels/norm/merge-statistics.ts'
import {
  normActivate,
  type NormKernelOptions,
  type NormPool,
} from '../../kernels/norm/norm-activate.ts'
import { normGradientApply } from '../../kernels/norm/norm-gradient-apply.ts'
import { normGradientMerge } from '../../kernels/norm/norm-gradient-merge.ts'
import {
  normGradientReduce,
  normGradientTiles,
  normOutputShape,
} from '../../kernels/norm/norm-gradient-reduce.ts'
import { normStatistics, normStatisticsTiles } from '../../kernels/norm/norm-statistics.ts'
import { runningCoefficients } from '../../kernels/norm/running-coefficients.ts'
import { tensorElements, shapeText, type TensorShape } from '../../codegen/tensor-shape.ts'
import { exact, near, STORAGES, type ExpectedOutput, type KernelCase } from '../kernel-case.ts'
import {
  mergeTiles,
  normBackward,
  normCoefficients,
  normForward,
  groupStatistics,
  sumOverGroups,
} from '../reference/batch-norm.ts'
import { packPositions, poolWindows, unpackPosition } from '../reference/pool.ts'
import { encode, type CaseRandom } from '../tensors.ts'

const EPSILON = 1e-5

interface Setting {
  readonly shape: TensorShape
  readonly groups: number
  /** Of values with deviation 1. */
  readonly mean?: number
}

const STATISTICS: readonly Setting[] = [
  { shape: { batch: 4, height: 9, width: 7, channels: 28 }, groups: 2 },
  { shape: { batch: 3, height: 1, width: 1, channels: 4 }, groups: 1 },
  { shape: { batch: 2, height: 31, width: 31, channels: 12 }, groups: 1, mean: 100 },
  { shape: { batch: 20, height: 3, width: 5, channels: 8 }, groups: 20, mean: -100 },
  { shape: { batch: 4, height: 4, width: 4, channels: 260 }, groups: 2 },
  { shape: { batch: 1, height: 1, width: 1, channels: 4 }, groups: 1 },
  { shape: { batch: 8, height: 64, width: 64, channels: 4 }, groups: 1, mean: 100 },
]

const text = ({ shape, groups, mean }: Setting) =>
  `${shapeText(shape)} in ${groups}${mean === undefined ? '' : ` around ${mean}`}`

const statisticsCase = (setting: Setting, storage: StorageType): KernelCase => ({
  kernel: 'normStatistics',
  name: text(setting),
  storage,
  problem(random) {
    const { shape, groups, mean = 0.3 } = setting
    const norm = { shape, storage, groups }
    const x = random.stored('x', tensorElements(shape), storage, { mean })
    const expected = groupStatistics(norm, x)
    const tilesPerGroup = normStatisticsTiles(norm)
    const merged = (numbers: ArrayLike<number>) =>
      mergeTiles(numbers, { channels: shape.channels, groups, tilesPerGroup })
    return {
      kernel: normStatistics(norm),
      inputs: { x: encode(x, storage) },
      expected: [
        { ...near('statistics', expected.mean, 'f32', (n) => merged(n).mean), tolerance: 1e-6 },
        near('statistics', expected.m2, 'f32', (n) => merged(n).m2),
      ],
    }
  },
})

/** More groups and tiles than one workgroup takes at once. */
const MANY = { channels: 8, groups: 20, tilesPerGroup: 70 }
/** One group whose tiles all threads share. */
const ONE = { channels: 8, groups: 1, tilesPerGroup: 700 }

/** Tiles with few rows each, every seventieth without any; in channel 7 the merged M2 is negative. */
function tileStatistics(random: CaseRandom, tiles: typeof MANY): Float32Array {
  const { channels, groups, tilesPerGroup } = tiles
  return random.normal('statistics', groups * tilesPerGroup * 3 * channels).map((mean, i) => {
    const tile = Math.floor(i / (3 * channels))
    const count = tile % tilesPerGroup === 3 ? 0 : 5 + (tile % 7)
    const m2 = i % channels === 7 ? -40 : count
    return [count, count === 0 ? 0 : mean, count === 0 ? 0 : m2][Math.floor(i / channels) % 3]
  })
}

const mergeCase = (name: string, tiles: typeof MANY, accumulate: boolean): KernelCase => ({
  kernel: 'mergeStatistics',
  name,
  storage: 'f32',
  problem(random) {
    const { channels, groups } = tiles
    const [share, epsilon] = [0.5, 0.25]
    const statistics = tileStatistics(random, tiles)
    const { count, mean, m2 } = mergeTiles(statistics, tiles)
    const m2AtLeast0 = m2.map((value) => Math.max(0, value))
    const scale = random.normal('scale', channels)
    const bias = random.normal('bias', channels)
    // The same number of rows in every group and channel.
    const merged = { mean, m2: m2AtLeast0, rowsPerGroup: count[0] }
    const coefficients = normCoefficients(merged, scale, bias, epsilon)
    const before = random.normal('before', 2 * channels)
    const running = Float64Array.from(before, (value) => (accumulate ? value : 0))
    mean.forEach((value, i) => {
      running[i % channels] += (share * value) / groups
      running[channels + (i % channels)] += (share * m2AtLeast0[i]) / (count[i] - 1) / groups
    })
    return {
      kernel: mergeStatistics({ ...tiles, epsilon, share, accumulate }),
      inputs: { statistics, scale, bias, ...(accumulate ? { running: before } : {}) },
      expected: [near('coefficients', coefficients), near('running', running)],
    }
  },
})

const runningCase: KernelCase = {
  kernel: 'runningCoefficients',
  name: 'a negative variance counts as 0',
  storage: 'f32',
  problem(random) {
    const channels = 12
    const running = random.normal('running', 2 * channels)
    const scale = random.normal('scale', channels)
    const bias = random.normal('bias', channels)
    const variance = running.subarray(channels).map((value) => Math.max(0, value))
    const statistics = {
      mean: Float64Array.from(running.subarray(0, channels)),
      m2: Float64Array.from(variance),
      rowsPerGroup: 1,
    }
    const ofGroup = Array.from(normCoefficients(statistics, scale, bias, 0.25))
    return {
      kernel: runningCoefficients({ channels, groups: 3, epsilon: 0.25 }),
      inputs: { running, scale, bias },
      expected: [near('coefficients', [...ofGroup, ...ofGroup, ...ofGroup])],
    }
  },
}

const gradientMergeCase = (
  name: string,
  tiles: typeof MANY,
  { scale, accumulate }: { readonly scale: boolean; readonly accumulate: boolean },
): KernelCase => ({
  kernel: 'normGradientMerge',
  name,
  storage: 'f32',
  problem(random) {
    const { channels, groups, tilesPerGroup } = tiles
    const lossScale = 4
    const partials = random.normal('partials', groups * tilesPerGroup * 2 * channels)
    const sums = new Float64Array(groups * 2 * channels)
    partials.forEach((value, i) => {
      const group = Math.floor(i / (tilesPerGroup * 2 * channels))
      sums[group * 2 * channels + (i % (2 * channels))] += value
    })
    const before = [0, 1].map((row) => random.normal(`before ${row}`, channels))
    const gradients = ([0, 1] as const).map((row) =>
      sumOverGroups(sums, { batch: 1, height: 1, width: 1, channels }, row).map(
        (value, c) => value / lossScale + (accumulate ? before[row][c] : 0),
      ),
    )
    const trained = scale ? [near('dscale', gradients[1])] : []
    return {
      kernel: normGradientMerge({ ...tiles, lossScale, scale, accumulate }),
      inputs: { partials, ...(accumulate ? { dbias: before[0], dscale: before[1] } : {}) },
      expected: [near('sums', sums), near('dbias', gradients[0]), ...trained],
    }
  },
})

const CELU: Activation = { kind: 'celu', alpha: 0.3 }
const GELU: Activation = { kind: 'gelu' }
const ODD = { batch: 4, height: 5, width: 7, channels: 28 }

interface NormSetting extends Setting {
  readonly activation: Activation | null
  readonly pool?: NormPool
}

const NORM_SETTINGS: readonly NormSetting[] = [
  { shape: ODD, groups: 2, activation: CELU },
  { shape: ODD, groups: 4, activation: GELU, pool: 'beforeActivation' },
  { shape: ODD, groups: 1, activation: CELU, pool: 'afterActivation' },
  {
    shape: { ...ODD, height: 4, width: 4 },
    groups: 2,
    activation: { kind: 'relu' },
    pool: 'afterActivation',
  },
  { shape: { ...ODD, channels: 136 }, groups: 1, activation: { kind: 'silu' } },
  { shape: { batch: 6, height: 1, width: 1, channels: 8 }, groups: 2, activation: null },
  {
    shape: { batch: 2, height: 16, width: 16, channels: 4 },
    groups: 1,
    activation: GELU,
    mean: 100,
  },
]

/** The tensors of a setting as stored, with coefficients in single precision as the kernels read them. */
function normOperands(setting: NormSetting, storage: StorageType, random: CaseRandom) {
  const { shape, groups, activation, pool = 'none', mean = 0.3 } = setting
  const { channels } = shape
  const norm: NormKernelOptions = { shape, storage, groups, activation, pool }
  const x = random.stored('x', tensorElements(shape), storage, { mean })
  const scale = random.normal('scale', channels, { mean: 1, deviation: 0.3 })
  const bias = random.normal('bias', channels, { deviation: 0.5 })
  const coefficients = Float32Array.from(
    normCoefficients(groupStatistics(norm, x), scale, bias, EPSILON),
  )
  const dy = random.stored('dy', tensorElements(normOutputShape(norm)), storage)
  const { y, positions, activated } = normForward(norm, coefficients, x)
  const { dx, sums } = normBackward(norm, coefficients, x, dy)
  const position = pool === 'none' ? {} : { position: packPositions(shape, 2, positions) }
  const inputs = { x: encode(x, storage), coefficients }
  return { norm, inputs, y, activated, dy, position, dx, sums }
}

/** Each position must be that of a maximum; of two values equal within rounding, either one. */
const chosenValues = (
  shape: TensorShape,
  activated: Float64Array,
  largest: Float64Array,
): ExpectedOutput => ({
  buffer: 'position',
  as: 'u32',
  values: largest,
  tolerance: 1e-5,
  select: (words) =>
    poolWindows(shape, 2).map((window, i) => activated[window[unpackPosition(shape, 2, words, i)]]),
})

function normCases(setting: NormSetting, storage: StorageType): KernelCase[] {
  const { activation, pool = 'none' } = setting
  const of = `${text(setting)}, ${activation?.kind ?? 'no activation'}, pool ${pool}`
  const forward = (residual: boolean): KernelCase => ({
    kernel: 'normActivate',
    name: residual ? `${of}, residual` : of,
    storage,
    problem(random) {
      const { norm, inputs, y, activated } = normOperands(setting, storage, random)
      const added = random.stored('residual', y.length, storage)
      const sum = y.map((value, i) => value + (residual ? added[i] : 0))
      const positions = pool === 'none' ? [] : [chosenValues(norm.shape, activated, y)]
      return {
        kernel: normActivate({ ...norm, residual }),
        inputs: { ...inputs, ...(residual ? { residual: encode(added, storage) } : {}) },
        expected: [near('y', sum, storage), ...positions],
      }
    },
  })
  const reduce: KernelCase = {
    kernel: 'normGradientReduce',
    name: of,
    storage,
    problem(random) {
      const { norm, inputs, dy, position, sums } = normOperands(setting, storage, random)
      const tiles = normGradientTiles(norm)
      const row = 2 * norm.shape.channels
      const perGroup = (numbers: ArrayLike<number>) => {
        const totals = new Float64Array(norm.groups * row)
        for (let i = 0; i < numbers.length; i++) {
          totals[Math.floor(i / (tiles * row)) * row + (i % row)] += numbers[i]
        }
        return totals
      }
      return {
        kernel: normGradientReduce(norm),
        inputs: { ...inputs, dy: encode(dy, storage), ...position },
        expected: [near('partials', sums, 'f32', perGroup)],
      }
    },
  }
  const apply = (add: boolean): KernelCase => ({
    kernel: 'normGradientApply',
    name: add ? `${of}, added to another` : of,
    storage,
    problem(random) {
      const { norm, inputs, dy, position, dx, sums } = normOperands(setting, storage, random)
      const added = random.stored('add', dx.length, storage)
      const sum = dx.map((value, i) => value + (add ? added[i] : 0))
      return {
        kernel: normGradientApply({ ...norm, add }),
        inputs: {
          ...inputs,
          ...position,
          dy: encode(dy, storage),
          sums: Float32Array.from(sums),
          ...(add ? { add: encode(added, storage) } : {}),
        },
        expected: [near('dx', sum, storage)],
      }
    },
  })
  return [forward(false), forward(true), reduce, apply(false), apply(true)]
}

const tiesCase = (pool: 'beforeActivation' | 'afterActivation'): KernelCase => ({
  kernel: 'normActivate',
  name: `pool ${pool} keeps to the first of equal values`,
  storage: 'f32',
  problem(random) {
    const shape = { batch: 3, height: 5, width: 9, channels: 8 }
    const norm = { shape, groups: 1, storage: 'f32', activation: null, pool } as const
    const x = random.few('x', tensorElements(shape))
    // Mean 0, deviation 1, scale 1, bias 0.
    const coefficients = Float32Array.from({ length: 32 }, (_, i) => Number(i >= 8 && i < 24))
    const { y, positions } = normForward(norm, coefficients, x)
    return {
      kernel: normActivate({ ...norm, residual: false }),
      inputs: { x, coefficients },
      expected: [exact('y', y), exact('position', packPositions(shape, 2, positions), 'u32')],
    }
  },
})

// f16 differs in loads and stores only, and every case compiles its own pipelines.
const some = <T>(cases: readonly T[], storage: StorageType, f16Cases: number) =>
  storage === 'f16' ? cases.slice(0, f16Cases) : cases

export const BATCH_NORM_CASES: readonly KernelCase[] = [
  ...STORAGES.flatMap((storage) => [
    ...some(STATISTICS, storage, 3).map((setting) => statisticsCase(setting, storage)),
    ...some(NORM_SETTINGS, storage, 4).flatMap((setting) => normCases(setting, storage)),
  ]),
  mergeCase('of many tiles, some empty or negative', MANY, false),
  mergeCase('added to an earlier micro-batch', MANY, true),
  mergeCase('of one group, some empty or negative', ONE, false),
  runningCase,
  gradientMergeCase('of many tiles', MANY, { scale: true, accumulate: false }),
  gradientMergeCase('added to an earlier micro-batch', MANY, { scale: true, accumulate: true }),
  gradientMergeCase('of one group', ONE, { scale: true, accumulate: false }),
  gradientMergeCase('a frozen scale', MANY, { scale: false, accumulate: true }),
  tiesCase('beforeActivation'),
  tiesCase('afterActivation'),
]
