// A whole network's loss in double precision, layer by layer as each is defined: what gradients are compared with.

import type { BatchNormLayer, ConvLayer, Layer, Shape } from '../../../../model/layers.ts'
import { outputShape } from '../../../../model/shapes.ts'
import type { Truth } from '../../../batch/truth.ts'
import { activationValue } from './activation.ts'
import { normCoefficients, normForward, groupStatistics } from './batch-norm.ts'
import { referenceForward } from './convolution.ts'
import { lossAndGradient } from './loss.ts'
import { product } from './matrix.ts'
import { poolWindows } from './pool.ts'

export type Parameters = Readonly<Record<string, ArrayLike<number>>>

/** Activations of a batch: [batch, height, width, channels]. */
interface Values extends Shape {
  readonly numbers: ArrayLike<number>
}

export interface Images extends Values {
  readonly truths: readonly Truth[]
}

/** The summed loss of a batch in training mode: batch norm by the batch's own statistics. */
export function networkLoss(
  layers: readonly Layer[],
  parameters: Parameters,
  images: Images,
  labelSmoothing: number,
): number {
  const batch = images.truths.length
  const logits = runLayers(layers, { batch, parameters }, images)
  const options = { batch, classes: logits.channels, labelSmoothing, logitScale: 1 }
  return lossAndGradient(options, logits.numbers, images.truths).loss
}

interface Pass {
  readonly batch: number
  readonly parameters: Parameters
}

const runLayers = (layers: readonly Layer[], pass: Pass, input: Values): Values =>
  layers.reduce((values, layer) => runLayer(layer, pass, values), input)

function runLayer(layer: Layer, pass: Pass, input: Values): Values {
  const output = (numbers: ArrayLike<number>): Values => ({
    ...outputShape(layer, input),
    numbers,
  })
  const { numbers } = input
  switch (layer.kind) {
    case 'conv': {
      const sums = convolved(layer, pass, input)
      return output(layer.bias ? withBias(sums, pass.parameters[`${layer.name}.bias`]) : sums)
    }
    case 'linear': {
      const sums = product(numbers, pass.parameters[`${layer.name}.weight`], layer.in)
      return output(layer.bias ? withBias(sums, pass.parameters[`${layer.name}.bias`]) : sums)
    }
    case 'bias':
      return output(withBias(numbers, pass.parameters[`${layer.name}.bias`]))
    case 'batchNorm':
      return output(normalised(layer, pass, input))
    case 'activation':
      return output(Float64Array.from(numbers, (x) => activationValue(layer.activation, x)))
    case 'maxPool':
      return output(pooled(layer.size, pass, input, (window) => Math.max(...window)))
    case 'averagePool':
      return output(pooled(layer.size, pass, input, meanOf))
    case 'residual': {
      const direct = runLayers(layer.shortcut, pass, input).numbers
      const changed = runLayers(layer.body, pass, input).numbers
      return output(Float64Array.from(changed, (x, i) => x + direct[i]))
    }
    case 'concat':
      return output(joined(layer.branches.map((branch) => runLayers(branch, pass, input))))
    case 'flatten':
      return output(numbers)
    case 'scale':
      return output(Float64Array.from(numbers, (x) => layer.factor * x))
  }
}

function convolved(layer: ConvLayer, { batch, parameters }: Pass, input: Values): Float64Array {
  const { height, width } = outputShape(layer, input)
  const shape = {
    ...layer,
    batch,
    height: input.height,
    width: input.width,
    outHeight: height,
    outWidth: width,
  }
  return referenceForward(shape, input.numbers, parameters[`${layer.name}.weight`])
}

const withBias = (sums: ArrayLike<number>, bias: ArrayLike<number>): Float64Array =>
  Float64Array.from(sums, (x, i) => x + bias[i % bias.length])

function normalised(layer: BatchNormLayer, { batch, parameters }: Pass, input: Values) {
  const groups = batch / (layer.groupSize ?? batch)
  const pass = { shape: { ...input, batch }, groups, activation: null, pool: 'none' } as const
  const coefficients = normCoefficients(
    groupStatistics(pass, input.numbers),
    parameters[`${layer.name}.scale`],
    parameters[`${layer.name}.bias`],
    layer.epsilon,
  )
  return normForward(pass, coefficients, input.numbers).y
}

function pooled(
  size: 2 | 3 | 4,
  { batch }: Pass,
  input: Values,
  reduce: (window: readonly number[]) => number,
): Float64Array {
  const windows = poolWindows({ ...input, batch }, size)
  return Float64Array.from(windows, (window) => reduce(window.map((at) => input.numbers[at])))
}

const meanOf = (window: readonly number[]) => window.reduce((a, b) => a + b, 0) / window.length

function joined(branches: readonly Values[]): Float64Array {
  const total = branches.reduce((sum, { channels }) => sum + channels, 0)
  const rows = branches[0].numbers.length / branches[0].channels
  const numbers = new Float64Array(rows * total)
  let offset = 0
  for (const branch of branches) {
    for (let i = 0; i < branch.numbers.length; i++) {
      const row = Math.floor(i / branch.channels)
      numbers[row * total + offset + (i % branch.channels)] = branch.numbers[i]
    }
    offset += branch.channels
  }
  return numbers
}
