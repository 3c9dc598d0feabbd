// Ghost batch norm, activation and 2x2 max pool in double precision: what the kernels are compared with.

import type { NormKernelOptions } from '../../kernels/norm/norm-activate.ts'
import { rowCount, type TensorShape } from '../../codegen/tensor-shape.ts'
import { activationSlope, activationValue } from './activation.ts'
import { poolWindows } from './pool.ts'

/** All three [groups][channels]. */
export interface NormStatistics {
  readonly mean: Float64Array
  /** sum (x - mean)^2. */
  readonly m2: Float64Array
  readonly rowsPerGroup: number
}

type Groups = Pick<NormKernelOptions, 'shape' | 'groups'>
type NormSetting = Omit<NormKernelOptions, 'storage'>

const rowsPerGroupOf = ({ shape, groups }: Groups) => rowCount(shape) / groups

/** Where the group and channel of element i of x lie in [groups][channels]. */
const cellOf = ({ shape, groups }: Groups) => {
  const { channels } = shape
  const rowsPerGroup = rowsPerGroupOf({ shape, groups })
  return (i: number) => Math.floor(i / channels / rowsPerGroup) * channels + (i % channels)
}

export function groupStatistics(norm: Groups, x: ArrayLike<number>): NormStatistics {
  const rowsPerGroup = rowsPerGroupOf(norm)
  const cell = cellOf(norm)
  const mean = new Float64Array(norm.groups * norm.shape.channels)
  const m2 = new Float64Array(mean.length)
  for (let i = 0; i < x.length; i++) mean[cell(i)] += x[i] / rowsPerGroup
  for (let i = 0; i < x.length; i++) m2[cell(i)] += (x[i] - mean[cell(i)]) ** 2
  return { mean, m2, rowsPerGroup }
}

/** [groups][4][channels]: mean, 1 / sqrt(M2 / rows + epsilon), scale, bias. */
export function normCoefficients(
  { mean, m2, rowsPerGroup }: NormStatistics,
  scale: ArrayLike<number>,
  bias: ArrayLike<number>,
  epsilon: number,
): Float64Array {
  const channels = scale.length
  const rows = [
    (at: number) => mean[at],
    (at: number) => 1 / Math.sqrt(m2[at] / rowsPerGroup + epsilon),
    (at: number) => scale[at % channels],
    (at: number) => bias[at % channels],
  ]
  return Float64Array.from({ length: 4 * mean.length }, (_, i) => {
    const group = Math.floor(i / (4 * channels))
    return rows[Math.floor(i / channels) % 4](group * channels + (i % channels))
  })
}

/** Entry `row` of the coefficients of element i of x. */
function coefficientsAt(norm: Groups, coefficients: ArrayLike<number>) {
  const { channels } = norm.shape
  const cell = cellOf(norm)
  return (row: number, i: number) => {
    const group = Math.floor(cell(i) / channels)
    return coefficients[(4 * group + row) * channels + (i % channels)]
  }
}

export interface NormForward {
  readonly y: Float64Array
  /** The element of x that each element of y comes from, and its row-major position in the pool's window. */
  readonly source: Uint32Array
  readonly positions: Uint8Array
  readonly xhat: Float64Array
  readonly z: Float64Array
  /** activation(z). */
  readonly activated: Float64Array
}

export function normForward(
  norm: NormSetting,
  coefficients: ArrayLike<number>,
  x: ArrayLike<number>,
): NormForward {
  const { shape, activation, pool } = norm
  const at = coefficientsAt(norm, coefficients)
  const xhat = Float64Array.from(x, (value, i) => (value - at(0, i)) * at(1, i))
  const z = xhat.map((value, i) => value * at(2, i) + at(3, i))
  const activated = z.map((value) => activationValue(activation, value))
  if (pool === 'none') {
    const source = Uint32Array.from(x, (_, i) => i)
    return { y: activated, source, positions: new Uint8Array(x.length), xhat, z, activated }
  }
  const compared = pool === 'afterActivation' ? activated : z
  const windows = poolWindows(shape, 2)
  const positions = Uint8Array.from(windows, (window) => firstLargest(window, compared))
  const source = Uint32Array.from(windows, (window, to) => window[positions[to]])
  return {
    y: Float64Array.from(source, (from) => activated[from]),
    source,
    positions,
    xhat,
    z,
    activated,
  }
}

/** The position of a window's largest value, the first among equals. */
const firstLargest = (window: readonly number[], values: Float64Array) =>
  window.reduce((best, at, element) => (values[at] > values[window[best]] ? element : best), 0)

export interface NormBackward {
  readonly dx: Float64Array
  /** [groups][2][channels]: sum dz, sum dz * xhat. */
  readonly sums: Float64Array
}

/** The gradient of x where statistics depend on it, as coefficients say that they do. */
export function normBackward(
  norm: NormSetting,
  coefficients: ArrayLike<number>,
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
): NormBackward {
  const { shape, groups, activation } = norm
  const { channels } = shape
  const { source, xhat, z } = normForward(norm, coefficients, x)
  const at = coefficientsAt(norm, coefficients)
  const cell = cellOf(norm)
  const sumIndex = (i: number) => cell(i) + Math.floor(cell(i) / channels) * channels
  const dz = new Float64Array(x.length)
  source.forEach((from, to) => (dz[from] += dy[to] * activationSlope(activation, z[from])))
  const sums = new Float64Array(groups * 2 * channels)
  dz.forEach((value, i) => {
    sums[sumIndex(i)] += value
    sums[sumIndex(i) + channels] += value * xhat[i]
  })
  const rows = rowsPerGroupOf(norm)
  const dx = dz.map((value, i) => {
    const [mean, slope] = [sums[sumIndex(i)] / rows, sums[sumIndex(i) + channels] / rows]
    return at(2, i) * at(1, i) * (value - mean - xhat[i] * slope)
  })
  return { dx, sums }
}

/** Adds the groups' sums of `normBackward`: row 0 is the bias's gradient, row 1 the scale's. [channels] */
export function sumOverGroups(sums: ArrayLike<number>, { channels }: TensorShape, row: 0 | 1) {
  const total = new Float64Array(channels)
  for (let i = 0; i < sums.length; i++) {
    if (Math.floor(i / channels) % 2 === row) total[i % channels] += sums[i]
  }
  return total
}

/** Joins the (count, mean, M2) of a group's tiles, f32 [groups * tilesPerGroup][3][channels]. */
export function mergeTiles(
  statistics: ArrayLike<number>,
  { channels, groups, tilesPerGroup }: TileCounts,
): { readonly count: Float64Array; readonly mean: Float64Array; readonly m2: Float64Array } {
  const cells = groups * channels
  const [count, mean, m2] = [0, 1, 2].map(() => new Float64Array(cells))
  const each = (visit: (cell: number, count: number, mean: number, m2: number) => void) => {
    for (let tile = 0; tile < groups * tilesPerGroup; tile++) {
      for (let c = 0; c < channels; c++) {
        const of = [0, 1, 2].map((row) => statistics[(tile * 3 + row) * channels + c])
        visit(Math.floor(tile / tilesPerGroup) * channels + c, of[0], of[1], of[2])
      }
    }
  }
  each((cell, n) => (count[cell] += n))
  each((cell, n, tileMean) => (mean[cell] += (n * tileMean) / count[cell]))
  each((cell, n, tileMean, tileM2) => (m2[cell] += tileM2 + n * (tileMean - mean[cell]) ** 2))
  return { count, mean, m2 }
}

export interface TileCounts {
  readonly channels: number
  readonly groups: number
  readonly tilesPerGroup: number
}
