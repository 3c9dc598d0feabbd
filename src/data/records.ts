/** Side of an image, and bytes of its three planes. */
export const IMAGE_SIDE = 32
export const IMAGE_BYTES = 3 * IMAGE_SIDE * IMAGE_SIDE

export const CLASS_NAMES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const

/** Images and labels as CIFAR-10 stores them: red, green and blue planes of 32x32 bytes each, row-major. */
export interface Records {
  readonly count: number
  /** One class index (0 to 9) an image. */
  readonly labels: Uint8Array
  /** `count` times IMAGE_BYTES. */
  readonly pixels: Uint8Array
}

/** Mean and standard deviation of the training pixels, channel by channel, on the 0 to 255 scale. */
export const CIFAR10_NORMALISATION = {
  mean: [125.31, 122.95, 113.87],
  deviation: [62.99, 62.09, 66.7],
} as const

export interface Normalisation {
  readonly mean: readonly [number, number, number]
  readonly deviation: readonly [number, number, number]
}
