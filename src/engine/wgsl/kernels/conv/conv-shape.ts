/** One convolution. Activations are NHWC, weights HWIO; channels are padded to a multiple of 4 with zeros. */
export interface ConvShape {
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly in: number
  readonly out: number
  readonly kernel: 1 | 2 | 3
  readonly stride: 1 | 2
  /** `same` puts floor(kernel / 2) zeros on every side, as PyTorch's symmetric padding. */
  readonly padding: 'same' | 'valid'
  readonly outHeight: number
  readonly outWidth: number
}

export type ConvKind = 'forward' | 'inputGradient' | 'weightGradient'

/** Zeros before the first pixel of a row or column. */
export const convPadding = ({ kernel, padding }: ConvShape): number =>
  padding === 'same' ? Math.floor(kernel / 2) : 0

/** Pixels of the output, or of the output after a 2x2 pool that drops an odd last row and column. */
export function outputSides(
  { outHeight, outWidth }: ConvShape,
  pooled: boolean,
): { readonly height: number; readonly width: number } {
  return pooled
    ? { height: Math.floor(outHeight / 2), width: Math.floor(outWidth / 2) }
    : { height: outHeight, width: outWidth }
}

/** Output pixels that are computed: under a pool, only those inside a window. */
export function computedPixels(shape: ConvShape, pool: boolean): number {
  const { height, width } = outputSides(shape, pool)
  return shape.batch * height * width * (pool ? 4 : 1)
}

/** Words of one pooled pixel's positions: 2 bits per channel, from bit 0 of the first word up. */
export const positionWords = ({ out }: ConvShape): number => Math.ceil(out / 16)

/** FLOP of one direction, without the pixels that a pool drops. */
export const convFlops = (shape: ConvShape, pooled: boolean): number =>
  2 * computedPixels(shape, pooled) * shape.kernel ** 2 * shape.in * shape.out

/** For labels: batch x height x width, then kernel and channels. */
export function convText(shape: ConvShape): string {
  const { batch, height, width, kernel, stride, padding } = shape
  const extra = `${stride === 2 ? ' stride 2' : ''}${padding === 'valid' ? ' valid' : ''}`
  return `${batch}x${height}x${width} ${kernel}x${kernel}x${shape.in}x${shape.out}${extra}`
}
