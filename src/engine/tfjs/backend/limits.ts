import { countNetwork } from '../../../model/counts.ts'
import { INPUT_SHAPE, type Layer, type Shape } from '../../../model/layers.ts'

const elements = ({ height, width, channels }: Shape) => height * width * channels

/**
 * The largest batch in which each activation fits one binding; TensorFlow.js binds each as a whole, in 32 bits. Only
 * allocation shows whether they all fit in memory.
 */
export function largestBatch(
  layers: readonly Layer[],
  limits: Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>,
): number {
  const shapes = [INPUT_SHAPE, ...countNetwork(layers).layers.map(({ output }) => output)]
  const largest = 4 * Math.max(...shapes.map(elements))
  return Math.floor(Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize) / largest)
}
