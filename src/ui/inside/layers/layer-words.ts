import type { Layer, Shape } from '../../../model/layers.ts'
import { fieldValue } from '../../../recipe/fields.ts'

const times = (...sides: readonly number[]): string => sides.join(' × ')

/** A layer in words, such as `conv 3 × 3, stride 2`. */
export function layerWords(layer: Layer): string {
  switch (layer.kind) {
    case 'conv': {
      const what = layer.init === 'whitening' ? 'whitening' : 'conv'
      const stride = layer.stride === 1 ? '' : `, stride ${layer.stride}`
      return `${what} ${times(layer.kernel, layer.kernel)}${stride}`
    }
    case 'batchNorm':
      return layer.groupSize === null
        ? 'batch norm'
        : `ghost batch norm, groups of ${layer.groupSize}`
    case 'bias':
      return 'bias'
    case 'linear':
      return 'linear'
    case 'activation':
      return fieldValue('network.activation.kind', layer.activation.kind)
    case 'maxPool':
      return `max pool ${times(layer.size, layer.size)}`
    case 'averagePool':
      return `average pool ${times(layer.size, layer.size)}`
    case 'residual':
      return 'residual sum'
    case 'concat':
      return 'concatenate'
    case 'flatten':
      return 'flatten'
    case 'scale':
      return `times ${Number(layer.factor.toPrecision(3))}`
  }
}

export const shapeWords = ({ height, width, channels }: Shape): string =>
  height === 1 && width === 1 ? String(channels) : times(height, width, channels)
