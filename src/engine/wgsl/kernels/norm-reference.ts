// Ghost batch norm, activation and 2x2 max pool in double precision: what kernels are tested against.

import { activationSlope, activationValue } from './activation-reference.ts'
import type { NormPassOptions } from './norm-activate.ts'

export interface NormReference extends Omit<NormPassOptions, 'storage'> {
  readonly epsilon: number
  readonly x: Float32Array
  readonly scale: Float32Array
  readonly bias: Float32Array
}

export interface NormStatisticsReference {
  /** [groups][channels], all three. */
  readonly mean: Float64Array
  readonly m2: Float64Array
  readonly rstd: Float64Array
  readonly rowsPerGroup: number
}

export function referenceStatistics(options: NormReference): NormStatisticsReference {
  const { shape, groups, epsilon, x } = options
  const { channels } = shape
  const rowsPerGroup = (shape.batch * shape.height * shape.width) / groups
  const mean = new Float64Array(groups * channels)
  const m2 = new Float64Array(groups * channels)
  const cell = (i: number) => Math.floor(i / channels / rowsPerGroup) * channels + (i % channels)
  x.forEach((value, i) => (mean[cell(i)] += value / rowsPerGroup))
  x.forEach((value, i) => (m2[cell(i)] += (value - mean[cell(i)]) ** 2))
  const rstd = m2.map((sum) => 1 / Math.sqrt(sum / rowsPerGroup + epsilon))
  return { mean, m2, rstd, rowsPerGroup }
}

export interface NormForwardReference {
  readonly y: Float64Array
  /** The element of x that each element of y comes from. */
  readonly source: Uint32Array
  readonly xhat: Float64Array
  readonly z: Float64Array
  readonly rstd: Float64Array
}

export function referenceForward(options: NormReference): NormForwardReference {
  const { shape, activation, pool, x, scale, bias } = options
  const { batch, height, width, channels } = shape
  const { mean, rstd, rowsPerGroup } = referenceStatistics(options)
  const cell = (i: number) => Math.floor(i / channels / rowsPerGroup) * channels + (i % channels)
  const xhat = Float64Array.from(x, (value, i) => (value - mean[cell(i)]) * rstd[cell(i)])
  const z = xhat.map((value, i) => value * scale[i % channels] + bias[i % channels])
  const activated = z.map((value) => activationValue(activation, value))
  if (pool === 'none') {
    return { y: activated, source: Uint32Array.from(x, (_, i) => i), xhat, z, rstd }
  }
  const compared = pool === 'afterActivation' ? activated : z
  const [outHeight, outWidth] = [Math.floor(height / 2), Math.floor(width / 2)]
  const source = new Uint32Array(batch * outHeight * outWidth * channels)
  for (let to = 0; to < source.length; to++) {
    const c = to % channels
    const outX = Math.floor(to / channels) % outWidth
    const outY = Math.floor(to / channels / outWidth) % outHeight
    const n = Math.floor(to / channels / outWidth / outHeight)
    const candidates = [0, 1, 2, 3].map(
      (w) => ((n * height + 2 * outY + (w >> 1)) * width + 2 * outX + (w & 1)) * channels + c,
    )
    source[to] = candidates.reduce((best, at) => (compared[at] > compared[best] ? at : best))
  }
  const y = Float64Array.from(source, (at) => activated[at])
  return { y, source, xhat, z, rstd }
}

export interface NormBackwardReference {
  readonly dx: Float64Array
  readonly dbias: Float64Array
  readonly dscale: Float64Array
}

export function referenceBackward(options: NormReference, dy: Float32Array): NormBackwardReference {
  const { shape, groups, activation, scale } = options
  const { channels } = shape
  const { source, xhat, z, rstd } = referenceForward(options)
  const rowsPerGroup = (shape.batch * shape.height * shape.width) / groups
  const cell = (i: number) => Math.floor(i / channels / rowsPerGroup) * channels + (i % channels)
  const dz = new Float64Array(xhat.length)
  source.forEach((at, to) => (dz[at] += dy[to] * activationSlope(activation, z[at])))
  const sums = new Float64Array(groups * channels)
  const products = new Float64Array(groups * channels)
  dz.forEach((value, i) => {
    sums[cell(i)] += value
    products[cell(i)] += value * xhat[i]
  })
  const dx = dz.map((value, i) => {
    const mean = sums[cell(i)] / rowsPerGroup
    const slope = products[cell(i)] / rowsPerGroup
    return scale[i % channels] * rstd[cell(i)] * (value - mean - xhat[i] * slope)
  })
  const overGroups = (values: Float64Array) =>
    Float64Array.from({ length: channels }, (_, c) => {
      let total = 0
      for (let g = 0; g < groups; g++) total += values[g * channels + c]
      return total
    })
  return { dx, dbias: overGroups(sums), dscale: overGroups(products) }
}
