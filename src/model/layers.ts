// A network as plain data: a list of layers, nested where it branches. Images are NHWC, convolution weights HWIO.

import type { Activation } from '../recipe/schema/network.ts'

/** How a weight tensor starts. `uniform` is U(-1/sqrt(fanIn), 1/sqrt(fanIn)), PyTorch's default. */
export type WeightInit = 'uniform' | 'dirac' | 'addedDirac' | 'whitening' | 'unitDeviation'

export interface ConvLayer {
  readonly kind: 'conv'
  readonly name: string
  readonly in: number
  readonly out: number
  readonly kernel: 1 | 2 | 3
  readonly stride: 1 | 2
  /** `same` pads (kernel - 1) / 2 zeros on every side, as PyTorch; at stride 2, TensorFlow's `same` differs. */
  readonly padding: 'same' | 'valid'
  readonly init: WeightInit
  readonly frozen: boolean
  /** A trainable bias. */
  readonly bias: boolean
  /** How the bias starts: at 0 by default, or drawn as in PyTorch. */
  readonly biasInit?: 'uniform'
}

export interface BatchNormLayer {
  readonly kind: 'batchNorm'
  readonly name: string
  readonly channels: number
  readonly epsilon: number
  /** Share of the batch's statistics in the running ones at each step (PyTorch's convention). */
  readonly momentum: number
  /** Consecutive images per ghost group; null takes statistics over the whole batch. */
  readonly groupSize: number | null
  readonly scale: 'trainable' | 'frozen'
  readonly scaleInit: 'one' | 'uniform'
}

/** A trained bias for each channel, initialised to 0: what is left of a batch norm that is switched off. */
export interface BiasLayer {
  readonly kind: 'bias'
  readonly name: string
  readonly channels: number
}

export interface LinearLayer {
  readonly kind: 'linear'
  readonly name: string
  readonly in: number
  readonly out: number
  readonly init: WeightInit
  readonly bias: boolean
}

export type Layer =
  | ConvLayer
  | BatchNormLayer
  | BiasLayer
  | LinearLayer
  | { readonly kind: 'activation'; readonly activation: Activation }
  | { readonly kind: 'maxPool'; readonly size: 2 | 3 | 4 }
  | { readonly kind: 'averagePool'; readonly size: 2 | 3 | 4 }
  | {
      readonly kind: 'residual'
      readonly body: readonly Layer[]
      readonly shortcut: readonly Layer[]
    }
  /** Runs every branch on the same input and joins the results along the channels. */
  | { readonly kind: 'concat'; readonly branches: readonly (readonly Layer[])[] }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'scale'; readonly factor: number }

/** The sizes of one image's activation. */
export interface Shape {
  readonly height: number
  readonly width: number
  readonly channels: number
}

export const INPUT_SHAPE: Shape = { height: 32, width: 32, channels: 3 }
/** Images of another side. */
export const inputOf = (side: number): Shape => ({ ...INPUT_SHAPE, height: side, width: side })
export const CLASS_COUNT = 10
