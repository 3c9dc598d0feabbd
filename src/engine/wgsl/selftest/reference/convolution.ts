// Convolution as its definition says, in double precision: what the kernels are compared with.

import { convPadding, outputSides, type ConvShape } from '../../kernels/conv/conv-shape.ts'

/** Calls `visit` with the indices of x, w and y (or dy) of every product that a convolution sums. */
function eachProduct(
  shape: ConvShape,
  visit: (x: number, w: number, y: number) => void,
  rows = shape.outHeight,
  columns = shape.outWidth,
): void {
  const { batch, height, width, kernel, stride, outHeight, outWidth } = shape
  const padding = convPadding(shape)
  for (let n = 0; n < batch; n++)
    for (let oy = 0; oy < rows; oy++)
      for (let ox = 0; ox < columns; ox++)
        for (let ky = 0; ky < kernel; ky++)
          for (let kx = 0; kx < kernel; kx++) {
            const iy = oy * stride + ky - padding
            const ix = ox * stride + kx - padding
            if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue
            const x = ((n * height + iy) * width + ix) * shape.in
            const y = ((n * outHeight + oy) * outWidth + ox) * shape.out
            const w = (ky * kernel + kx) * shape.in * shape.out
            for (let ci = 0; ci < shape.in; ci++)
              for (let co = 0; co < shape.out; co++) visit(x + ci, w + ci * shape.out + co, y + co)
          }
}

export function referenceForward(
  shape: ConvShape,
  x: ArrayLike<number>,
  w: ArrayLike<number>,
): Float64Array {
  const y = new Float64Array(shape.batch * shape.outHeight * shape.outWidth * shape.out)
  eachProduct(shape, (i, j, k) => {
    y[k] += x[i] * w[j]
  })
  return y
}

/** 2x2 max pool of a convolution's output, with the first largest position, 0 to 3, of every window. */
export function referencePool(shape: ConvShape, y: ArrayLike<number>) {
  const { batch, outHeight, outWidth, out } = shape
  const { height, width } = outputSides(shape, true)
  const values = new Float64Array(batch * height * width * out)
  const positions = new Uint8Array(values.length)
  values.forEach((_, i) => {
    const pixel = Math.floor(i / out)
    const row = Math.floor(pixel / width)
    const image = Math.floor(row / height)
    const of = [0, 1, 2, 3].map((position) => {
      const oy = (row % height) * 2 + (position >> 1)
      const ox = (pixel % width) * 2 + (position & 1)
      return y[((image * outHeight + oy) * outWidth + ox) * out + (i % out)]
    })
    positions[i] = of.indexOf(Math.max(...of))
    values[i] = of[positions[i]]
  })
  return { values, positions }
}

/** Spreads a pooled gradient over its windows: the inverse of `referencePool`'s choice. */
export function referenceUnpool(
  shape: ConvShape,
  dy: Float32Array,
  positions: Uint8Array,
): Float32Array {
  const { batch, outHeight, outWidth, out } = shape
  const { height, width } = outputSides(shape, true)
  const full = new Float32Array(batch * outHeight * outWidth * out)
  dy.forEach((value, i) => {
    const pixel = Math.floor(i / out)
    const row = Math.floor(pixel / width)
    const oy = (row % height) * 2 + (positions[i] >> 1)
    const ox = (pixel % width) * 2 + (positions[i] & 1)
    full[((Math.floor(row / height) * outHeight + oy) * outWidth + ox) * out + (i % out)] = value
  })
  return full
}

export function referenceInputGradient(
  shape: ConvShape,
  dy: Float32Array,
  w: Float32Array,
): Float64Array {
  const dx = new Float64Array(shape.batch * shape.height * shape.width * shape.in)
  eachProduct(shape, (i, j, k) => {
    dx[i] += dy[k] * w[j]
  })
  return dx
}

export function referenceWeightGradient(
  shape: ConvShape,
  x: Float32Array,
  dy: Float32Array,
): Float64Array {
  const dw = new Float64Array(shape.kernel ** 2 * shape.in * shape.out)
  eachProduct(shape, (i, j, k) => {
    dw[j] += x[i] * dy[k]
  })
  return dw
}

type Channels = Pick<ConvShape, 'out'>

/** Where the position of element i lies: 2 bits per channel, each pixel from a new word. */
const positionBits = ({ out }: Channels, i: number) => ({
  word: Math.floor(i / out) * Math.ceil(out / 16) + ((i % out) >> 4),
  shift: ((i % out) & 15) * 2,
})

/** Positions as kernels store them. */
export function packPoolPositions(
  shape: ConvShape,
  positions: Uint8Array,
): Uint32Array<ArrayBuffer> {
  const packed = new Uint32Array((positions.length / shape.out) * Math.ceil(shape.out / 16))
  positions.forEach((position, i) => {
    const { word, shift } = positionBits(shape, i)
    packed[word] |= position << shift
  })
  return packed
}

/** The position of element i. */
export function unpackPoolPosition(
  channels: Channels,
  words: ArrayLike<number>,
  i: number,
): number {
  const { word, shift } = positionBits(channels, i)
  return (words[word] >>> shift) & 3
}

/** Count, mean and sum of squared distances to it, by channel, of every `pixels` rows of y [rows, channels]. */
export function tileStatistics(y: ArrayLike<number>, channels: number, pixels: number) {
  const rows = y.length / channels
  const tiles = Math.ceil(rows / pixels)
  const counts = new Float64Array(tiles * channels)
  const means = new Float64Array(tiles * channels)
  const squares = new Float64Array(tiles * channels)
  const cellOf = (i: number) => Math.floor(i / channels / pixels) * channels + (i % channels)
  for (let i = 0; i < y.length; i++) counts[cellOf(i)]++
  for (let i = 0; i < y.length; i++) means[cellOf(i)] += y[i] / counts[cellOf(i)]
  for (let i = 0; i < y.length; i++) squares[cellOf(i)] += (y[i] - means[cellOf(i)]) ** 2
  return { counts, means, squares }
}
