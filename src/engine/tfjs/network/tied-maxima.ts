import * as tf from '@tensorflow/tfjs'

// Among equal maxima of a pool, TensorFlow.js 4.22 gives the gradient to the last one on its GPU backends and to the first
// one on its CPU backend. PyTorch and our own kernels give it to the first. Networks that start with identity filters have
// many equal values, so their gradients would be 2% off.

/** Makes max pools give the gradient of equal maxima to the first, in row-major order, on every backend. */
export function installTiedMaxima(): void {
  const stock = tf.getGradient('MaxPool')
  tf.unregisterGradient('MaxPool')
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attributes) => {
      const { filterSize, strides } = attributes
      const [x, y] = saved
      const isOfWindows = filterSize === strides && typeof strides === 'number'
      if (tf.getBackend() === 'cpu' || !isOfWindows || Array.isArray(dy)) {
        return stock.gradFunc(dy, saved, attributes)
      }
      const gradient = (part: tf.Tensor) =>
        mirror(stock.gradFunc(mirror(dy), [mirror(part), mirror(y)], attributes).x())
      return { x: () => withinWindows(x, y, strides, gradient) }
    },
  })
}

/** Mirrors images: the first of equal values becomes the last. */
const mirror = (x: tf.Tensor): tf.Tensor => tf.reverse(x, [1, 2])

/** Pads the gradient of the covered part of x with zeros: pixels beyond the last whole window have no gradient. */
function withinWindows(
  x: tf.Tensor,
  y: tf.Tensor,
  size: number,
  gradient: (part: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const [images, height, width, channels] = x.shape
  const [, pooledRows, pooledColumns] = y.shape
  const rows = size * pooledRows
  const columns = size * pooledColumns
  if (rows === height && columns === width) return gradient(x)
  const part = tf.slice(x, [0, 0, 0, 0], [images, rows, columns, channels])
  return tf.pad(gradient(part), [
    [0, 0],
    [0, height - rows],
    [0, width - columns],
    [0, 0],
  ])
}
