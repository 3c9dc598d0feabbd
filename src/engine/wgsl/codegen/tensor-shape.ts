/** A batch of activations as stored: NHWC, channels padded to a multiple of 4. */
export interface TensorShape {
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly channels: number
}

/** Pixels of all images. */
export const rowCount = ({ batch, height, width }: TensorShape): number => batch * height * width

/** The number of elements, without padding. */
export const tensorElements = (shape: TensorShape): number => rowCount(shape) * shape.channels

/** Vectors of four channels per pixel. */
export const vectorCount = ({ channels }: { readonly channels: number }): number => channels / 4

/** Vectors of the whole tensor. */
export const tensorVectors = (shape: TensorShape): number => rowCount(shape) * vectorCount(shape)

/** For labels. */
export const shapeText = ({ batch, height, width, channels }: TensorShape): string =>
  `${batch}x${height}x${width}x${channels}`
