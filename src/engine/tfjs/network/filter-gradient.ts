import * as tf from '@tensorflow/tfjs'

// TensorFlow.js 4.22 computes each filter weight in one thread that loops over all images and pixels: no reuse, and only
// 1,728 threads for a first layer of 3x3x3x64. As matrix products, the same gradient takes a quarter of the CPU time on
// lavapipe (see docs/decisions/engines/tfjs-filter-gradient.md). Remove this when the package has a better kernel.

/** Edge of the matrix product's tile. */
const TILE = 32
/** Number of workgroups that keeps a GPU busy; sums over pixels are split to reach it. */
const ENOUGH_WORKGROUPS = 128
/** Most bytes of shifted input in memory at a time. */
const SHIFTED_BYTES = 32 * 2 ** 20

/** Makes convolutions on the WebGPU backend use `filterGradient` if stride and padding allow it. */
export function installFilterGradient(): void {
  const stock = tf.getGradient('Conv2D')
  tf.unregisterGradient('Conv2D')
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attributes) => {
      const gradients = stock.gradFunc(dy, saved, attributes)
      const { strides, pad } = attributes
      if (tf.getBackend() !== 'webgpu' || strides !== 1 || typeof pad !== 'number') return gradients
      const [x, filter] = saved
      if (Array.isArray(dy)) return gradients
      return { ...gradients, filter: () => filterGradient(x, dy, filter.shape, pad) }
    },
  })
}

/**
 * The gradient of a filter [K, K, Cin, Cout] at stride 1, from input x [N, H, W, Cin] and output gradient [N, H', W', Cout]:
 * for every tap, the product of the transposed, shifted input with the output gradient. Sums over pixels are split by
 * images, and the parts are added in a fixed order.
 */
export function filterGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  filterShape: readonly number[],
  padding: number,
): tf.Tensor {
  const [kernel, , channelsIn, channelsOut] = filterShape
  const [images, height, width] = dy.shape
  const tapsAtOnce = Math.min(kernel ** 2, Math.max(1, Math.floor(TILE / channelsIn)))
  const tiles = Math.ceil((tapsAtOnce * channelsIn) / TILE) * Math.ceil(channelsOut / TILE)
  const bytes = 4 * images * height * width * tapsAtOnce * channelsIn
  const chunks = divisorNear(images, Math.ceil(bytes / SHIFTED_BYTES))
  const parts = divisorNear(images / chunks, Math.ceil(ENOUGH_WORKGROUPS / tiles / chunks))
  const imagesAtOnce = images / chunks
  const rows = (imagesAtOnce / parts) * height * width
  const border: [number, number] = [padding, padding]

  const chunkGradient = (first: number): tf.Tensor =>
    tf.tidy(() => {
      const part = (tensor: tf.Tensor) =>
        chunks === 1 ? tensor : tf.slice(tensor, first, imagesAtOnce)
      const padded = tf.pad(part(x), [[0, 0], border, border, [0, 0]])
      const gradient = tf.reshape(part(dy), [parts, rows, channelsOut])
      const shifted = (tap: number) => {
        const corner = [0, Math.floor(tap / kernel), tap % kernel, 0]
        return tf.slice(padded, corner, [imagesAtOnce, height, width, channelsIn])
      }
      const ofTaps = (taps: number[]) =>
        tf.tidy(() => {
          const columns = taps.length * channelsIn
          const input = tf.reshape(tf.concat(taps.map(shifted), 3), [parts, rows, columns])
          const sums = sumParts(tf.matMul(input, gradient, true))
          return tf.reshape(sums, [taps.length, channelsIn, channelsOut])
        })
      const groups = range(0, kernel ** 2, tapsAtOnce).map((tap) =>
        ofTaps(range(tap, Math.min(kernel ** 2, tap + tapsAtOnce), 1)),
      )
      return tf.reshape(tf.concat(groups), [...filterShape])
    })
  return tf.tidy(() => tf.addN(range(0, images, imagesAtOnce).map(chunkGradient)))
}

/** The sum of [P, M, N] over P, as a product with ones: reductions over the first axis would transpose it. */
function sumParts(parts: tf.Tensor): tf.Tensor {
  const [count, rows, columns] = parts.shape
  if (count === 1) return parts
  return tf.matMul(tf.ones([1, count]), tf.reshape(parts, [count, rows * columns]))
}

/** The largest divisor of n that is at most `wanted`, at least 1. */
function divisorNear(n: number, wanted: number): number {
  let divisor = Math.max(1, Math.min(n, wanted))
  while (n % divisor !== 0) divisor--
  return divisor
}

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step)
