import { countNetwork } from '../../../model/counts.ts'
import { INPUT_SHAPE, type Layer, type Shape } from '../../../model/layers.ts'

const elements = ({ height, width, channels }: Shape) => height * width * channels

/**
 * The largest batch whose every activation fits one binding; TensorFlow.js binds each whole, in 32 bits. Whether all of
 * them fit into memory shows only on allocation.
 */
export function largestBatch(
  layers: readonly Layer[],
  limits: Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>,
): number {
  const shapes = [INPUT_SHAPE, ...countNetwork(layers).layers.map(({ output }) => output)]
  const largest = 4 * Math.max(...shapes.map(elements))
  return Math.floor(Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize) / largest)
}
