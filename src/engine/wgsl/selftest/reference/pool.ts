// The windows of pools that lie side by side, and how kernels store a position in one.

import { pooledSide, positionLayout, type PoolSize } from '../../kernels/pool/pool-window.ts'
import { vectorCount, type TensorShape } from '../../codegen/tensor-shape.ts'

/** The elements of x in the window of each element of y, in row-major order. */
export function poolWindows(
  { batch, height, width, channels }: TensorShape,
  size: PoolSize,
): number[][] {
  const windows: number[][] = []
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y + size <= height; y += size) {
      for (let x = 0; x + size <= width; x += size) {
        for (let c = 0; c < channels; c++) {
          const window = Array.from({ length: size * size }, (_, w) => {
            const row = n * height + y + Math.floor(w / size)
            return (row * width + x + (w % size)) * channels + c
          })
          windows.push(window)
        }
      }
    }
  }
  return windows
}

/** The word of each element of y, and the shift of its position in it; see `PositionLayout`. */
function positionBits(shape: TensorShape, size: PoolSize) {
  const { bits, pixels, wordsPerImage } = positionLayout(shape, size)
  const { height, width } = pooledSide(shape, size)
  const { channels } = shape
  return (i: number) => {
    const channel = i % channels
    const pixel = Math.floor(i / channels) % (height * width)
    const image = Math.floor(i / channels / (height * width))
    const word = image * wordsPerImage + Math.floor(pixel / pixels)
    return {
      word: word * vectorCount(shape) + Math.floor(channel / 4),
      shift: bits * (channel % 4) + 4 * bits * (pixel % pixels),
    }
  }
}

/** Positions [batch, pooled height, pooled width, channels] as kernels pack them. */
export function packPositions(
  shape: TensorShape,
  size: PoolSize,
  positions: ArrayLike<number>,
): Uint32Array<ArrayBuffer> {
  const bitsOf = positionBits(shape, size)
  const packed = new Uint32Array(positionLayout(shape, size).count)
  for (let i = 0; i < positions.length; i++) {
    const { word, shift } = bitsOf(i)
    packed[word] |= positions[i] << shift
  }
  return packed
}

/** The position of element i of y. */
export function unpackPosition(
  shape: TensorShape,
  size: PoolSize,
  words: ArrayLike<number>,
  i: number,
): number {
  const { word, shift } = positionBits(shape, size)(i)
  return (words[word] >>> shift) & (2 ** positionLayout(shape, size).bits - 1)
}
