import type {
  AirbenchNetwork,
  NetworkRecipe,
  NormRecipe,
  PageNetwork,
  PlainNetwork,
} from '../recipe/recipe.ts'
import { CLASS_COUNT, INPUT_SHAPE, type ConvLayer, type Layer } from './layers.ts'

/** The layers of a recipe's network, from normalised NHWC images to scaled logits. */
export function buildNetwork(network: NetworkRecipe): readonly Layer[] {
  switch (network.family) {
    case 'page':
      return pageNetwork(network)
    case 'airbench':
      return airbenchNetwork(network)
    case 'plain':
      return plainNetwork(network)
  }
}

/** Channels scaled by the width multiplier, to a multiple of 4 since kernels read four channels at once. */
const scaled = (channels: number, width: number) =>
  Math.max(4, 4 * Math.round((channels * width) / 4))

const conv = (
  name: string,
  channelsIn: number,
  channelsOut: number,
  options: Partial<ConvLayer> = {},
): ConvLayer => ({
  kind: 'conv',
  name,
  in: channelsIn,
  out: channelsOut,
  kernel: 3,
  stride: 1,
  padding: 'same',
  init: 'uniform',
  frozen: false,
  bias: false,
  ...options,
})

const batchNorm = (name: string, channels: number, norm: NormRecipe): Layer => ({
  kind: 'batchNorm',
  name,
  channels,
  ...norm,
})

const maxPool = (size: 2 | 3 | 4): Layer => ({ kind: 'maxPool', size })

function head(channels: number, logitScale: number, init: 'uniform' | 'unitDeviation'): Layer[] {
  return [
    { kind: 'flatten' },
    { kind: 'linear', name: 'head', in: channels, out: CLASS_COUNT, init, bias: false },
    { kind: 'scale', factor: logitScale },
  ]
}

function pageNetwork(network: PageNetwork): Layer[] {
  const [prep, ...stages] = network.channels.map((channels) => scaled(channels, network.width))
  const activation: Layer = { kind: 'activation', activation: network.activation }
  const unit = (name: string, from: number, to: number): Layer[] => [
    conv(`${name}.conv`, from, to),
    batchNorm(`${name}.norm`, to, network.norm),
    activation,
  ]
  const stage = (name: string, from: number, to: number): Layer[] => {
    const [convolution, norm] = unit(name, from, to)
    switch (network.pool) {
      case 'beforeNorm':
        return [convolution, maxPool(2), norm, activation]
      case 'beforeActivation':
        return [convolution, norm, maxPool(2), activation]
      case 'afterActivation':
        return [convolution, norm, activation, maxPool(2)]
    }
  }
  const first: Layer[] = network.whitening
    ? [
        conv('whitening', 3, 27, { init: 'whitening', frozen: true }),
        conv('prep.conv', 27, prep, { kernel: 1 }),
        batchNorm('prep.norm', prep, network.norm),
        activation,
      ]
    : unit('prep', INPUT_SHAPE.channels, prep)
  const layers = stages.flatMap((channels, i): Layer[] => {
    const name = `layer${i + 1}`
    const from = i === 0 ? prep : stages[i - 1]
    const residual: Layer = {
      kind: 'residual',
      shortcut: [],
      body: [
        ...unit(`${name}.res1`, channels, channels),
        ...unit(`${name}.res2`, channels, channels),
      ],
    }
    const hasResidual = network.residuals.some((place) => place === i + 1)
    return [...stage(name, from, channels), ...(hasResidual ? [residual] : [])]
  })
  return [...first, ...layers, maxPool(4), ...head(stages[2], network.logitScale, 'uniform')]
}

function airbenchNetwork(network: AirbenchNetwork): Layer[] {
  const activation: Layer = { kind: 'activation', activation: network.activation }
  const channels = network.channels.map((count) => scaled(count, network.width))
  const filters = 2 * 2 * 2 * INPUT_SHAPE.channels
  const blocks = channels.flatMap((out, i): Layer[] => {
    const name = `block${i + 1}`
    const from = i === 0 ? filters : channels[i - 1]
    return [
      conv(`${name}.conv1`, from, out, { init: network.init }),
      maxPool(2),
      batchNorm(`${name}.norm1`, out, network.norm),
      activation,
      conv(`${name}.conv2`, out, out, { init: network.init }),
      batchNorm(`${name}.norm2`, out, network.norm),
      activation,
    ]
  })
  const whitening = conv('whitening', INPUT_SHAPE.channels, filters, {
    kernel: 2,
    padding: 'valid',
    init: 'whitening',
    frozen: true,
    bias: true,
  })
  return [
    whitening,
    activation,
    ...blocks,
    maxPool(3),
    ...head(channels[2], network.logitScale, network.headInit),
  ]
}

function plainNetwork(network: PlainNetwork): Layer[] {
  const channels = network.channels.map((count) => scaled(count, network.width))
  const stages = channels.flatMap((out, i): Layer[] => [
    conv(`stage${i + 1}.conv`, i === 0 ? INPUT_SHAPE.channels : channels[i - 1], out),
    maxPool(2),
    batchNorm(`stage${i + 1}.norm`, out, network.norm),
    { kind: 'activation', activation: network.activation },
  ])
  const last = channels[channels.length - 1]
  return [...stages, maxPool(4), ...head(last, network.logitScale, 'uniform')]
}
