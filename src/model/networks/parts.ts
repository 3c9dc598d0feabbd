// Building blocks of the networks.

import type {
  NetworkRecipe,
  NormRecipe,
  PoolPosition,
  WhiteningRecipe,
} from '../../recipe/schema/network.ts'
import {
  CLASS_COUNT,
  INPUT_SHAPE,
  type ConvLayer,
  type Layer,
  type LinearLayer,
  type Shape,
} from '../layers.ts'
import { networkShape } from '../shapes.ts'

/** Channels scaled by the width multiplier, to a multiple of 4 since kernels read four channels at once. */
export const scaled = (channels: number, width: number): number =>
  Math.max(4, 4 * Math.round((channels * width) / 4))

/** A trained convolution that keeps the image size, 3x3 by default. */
export const conv = (
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

/** Batch norm, or only its bias if it is switched off. */
export function norm(name: string, channels: number, recipe: NormRecipe): Layer {
  const { kind, ...batchNorm } = recipe
  return kind === 'none'
    ? { kind: 'bias', name, channels }
    : { kind: 'batchNorm', name, channels, ...batchNorm }
}

export const activation = ({ activation: kind }: Pick<NetworkRecipe, 'activation'>): Layer => ({
  kind: 'activation',
  activation: kind,
})

/** A convolution and the layers that follow it, including a pool. */
export function pooled(
  convolution: Layer,
  [normalise, activate]: readonly [Layer, Layer],
  pool: Layer,
  position: PoolPosition,
): Layer[] {
  switch (position) {
    case 'beforeNorm':
      return [convolution, pool, normalise, activate]
    case 'beforeActivation':
      return [convolution, normalise, pool, activate]
    case 'afterActivation':
      return [convolution, normalise, activate, pool]
  }
}

/**
 * The frozen first layer; with 2x2 patches, as in airbench, it also has the negative of every filter, and no padding.
 */
export const whitened = ({ kernel, biasEpochs, biasInit }: WhiteningRecipe): ConvLayer =>
  conv('whitening', INPUT_SHAPE.channels, kernel === 2 ? 24 : 27, {
    kernel,
    padding: kernel === 2 ? 'valid' : 'same',
    init: 'whitening',
    frozen: true,
    bias: biasEpochs !== 0,
    ...(biasInit === 'uniform' ? { biasInit } : {}),
  })

/** The layers before the head, one value of each channel left over by a pool, and the linear layer to the classes. */
export function withHead(
  trunk: readonly Layer[],
  input: Shape,
  { headPool, headBias, logitScale }: NetworkRecipe,
  init: LinearLayer['init'] = 'uniform',
): Layer[] {
  const size = poolSize(networkShape(trunk, input).height)
  const pool: Layer =
    headPool === 'max'
      ? { kind: 'maxPool', size }
      : {
          kind: 'concat',
          branches: [[{ kind: 'maxPool', size }], [{ kind: 'averagePool', size }]],
        }
  const features: readonly Layer[] = [...trunk, pool, { kind: 'flatten' }]
  const { channels } = networkShape(features, input)
  return [
    ...features,
    { kind: 'linear', name: 'head', in: channels, out: CLASS_COUNT, init, bias: headBias },
    { kind: 'scale', factor: logitScale },
  ]
}

/** The pool that reduces a square to one pixel, or a large square to several. */
function poolSize(side: number): 2 | 3 | 4 {
  return side === 2 || side === 3 ? side : 4
}
