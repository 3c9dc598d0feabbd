import { INPUT_SHAPE, type Layer } from '../../../model/layers.ts'
import { elementCount, networkParameters, type ParameterSpec } from '../../../model/parameters.ts'
import { walkLayers } from '../../../model/shapes.ts'
import {
  BLOCK_ELEMENTS,
  paddedChannels,
  RATE_ROWS,
  FIRST_STATISTICS_ROW,
  FROZEN_ROW,
} from '../codegen/parameter-rows.ts'

/** Alignment of tensors, in elements: 256 bytes of f16, the offset alignment of bindings. */
const TENSOR_ALIGNMENT = 128
/** Where a tensor lies in the flat buffers, in elements; `weights`, `velocity`, `average`, `weights16` share offsets. */
export interface FlatTensor {
  readonly name: string
  readonly offset: number
  /** As stored, padding included. */
  readonly paddedShape: readonly number[]
  readonly shape: readonly number[]
  readonly row: number
}

export interface FlatParameter extends FlatTensor {
  readonly spec: ParameterSpec
}

/** The flat buffers: trained parameters, then running statistics [mean, variance], then frozen parameters. */
export interface ParameterLayout {
  readonly parameters: readonly FlatParameter[]
  /** Named after their batch-norm layers, of shape [2, channels]. */
  readonly statistics: readonly FlatTensor[]
  /** Elements that a step may change, a multiple of `BLOCK_ELEMENTS`: all before the frozen ones. */
  readonly updated: number
  readonly elements: number
  /** Momenta of the running statistics, for the rows from `FIRST_STATISTICS_ROW` on. */
  readonly momenta: readonly number[]
}

/** The last two axes are channels; a convolution's first two are its taps. */
const paddedShape = ({ shape }: ParameterSpec): number[] =>
  shape.map((length, axis) => (axis < shape.length - 2 ? length : paddedChannels(length)))

/** Lays a network's parameters and running statistics out in the flat buffers. */
export function layoutParameters(layers: readonly Layer[]): ParameterLayout {
  const momenta: number[] = []
  const norms: { name: string; channels: number; row: number }[] = []
  walkLayers(layers, INPUT_SHAPE, (layer) => {
    if (layer.kind !== 'batchNorm') return
    if (!momenta.includes(layer.momentum)) momenta.push(layer.momentum)
    const row = FIRST_STATISTICS_ROW + momenta.indexOf(layer.momentum)
    norms.push({ name: layer.name, channels: layer.channels, row })
  })
  if (FIRST_STATISTICS_ROW + momenta.length > FROZEN_ROW) {
    throw new RangeError(
      `A network can have at most ${FROZEN_ROW - FIRST_STATISTICS_ROW} batch-norm momenta; this one has ${momenta.length}.`,
    )
  }
  let end = 0
  const reserve = (padded: readonly number[]) => {
    const offset = end
    end += Math.ceil(elementCount(padded) / TENSOR_ALIGNMENT) * TENSOR_ALIGNMENT
    return offset
  }
  const flatParameter = (spec: ParameterSpec): FlatParameter => {
    const padded = paddedShape(spec)
    const row = spec.trainable ? RATE_ROWS[spec.group] : FROZEN_ROW
    const { name, shape } = spec
    return { name, offset: reserve(padded), paddedShape: padded, shape, row, spec }
  }
  const specs = networkParameters(layers)
  const trained = specs.filter((spec) => spec.trainable).map(flatParameter)
  const statistics = norms.map(({ name, channels, row }): FlatTensor => {
    const padded = [2, paddedChannels(channels)]
    return { name, offset: reserve(padded), paddedShape: padded, shape: [2, channels], row }
  })
  const updated = end
  const frozen = specs.filter((spec) => !spec.trainable).map(flatParameter)
  return { parameters: [...trained, ...frozen], statistics, updated, elements: end, momenta }
}

/** The row of rates of every block of `BLOCK_ELEMENTS` elements that a step may change. */
export function blockRows(layout: ParameterLayout): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(layout.updated / BLOCK_ELEMENTS).fill(FROZEN_ROW)
  for (const { offset, paddedShape: padded, row } of [...layout.parameters, ...layout.statistics]) {
    const first = offset / BLOCK_ELEMENTS
    rows.fill(row, first, first + Math.ceil(elementCount(padded) / BLOCK_ELEMENTS))
  }
  return rows
}

/** Copies a tensor's values into the flat array, padding left as it is. */
export function scatterTensor(tensor: FlatTensor, values: Float32Array, flat: Float32Array): void {
  eachRow(tensor, (from, to, length) => flat.set(values.subarray(from, from + length), to))
}

/** A tensor's values out of the flat array, without padding. */
export function gatherTensor(tensor: FlatTensor, flat: Float32Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(elementCount(tensor.shape))
  eachRow(tensor, (from, to, length) => values.set(flat.subarray(to, to + length), from))
  return values
}

/** Visits the innermost rows of a tensor: where each starts in the plain array, where in the flat one, how long it is. */
function eachRow(
  { offset, shape, paddedShape: padded }: FlatTensor,
  visit: (from: number, to: number, length: number) => void,
): void {
  const length = shape[shape.length - 1]
  const rows = elementCount(shape) / length
  for (let row = 0; row < rows; row++) {
    let rest = row
    let paddedRow = 0
    let stride = 1
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      paddedRow += (rest % shape[axis]) * stride
      rest = Math.floor(rest / shape[axis])
      stride *= padded[axis]
    }
    visit(row * length, offset + paddedRow * padded[padded.length - 1], length)
  }
}
