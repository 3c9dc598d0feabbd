import type { ConvKind, ConvShape } from '../../src/engine/wgsl/kernels/conv/conv-shape.ts'
import { randomUniform } from '../../src/random/stream.ts'
import type { Repeatable } from '../sample.ts'

/** The forward pass or a gradient of a convolution without a pool. */
export interface Operation {
  readonly kind: ConvKind
  readonly shape: ConvShape
}

/** An implementation of an operation, to run repeatedly. */
export interface ConvContender extends Repeatable {
  readonly engine: string
  /** The name of the variant; empty if there is only one. */
  readonly variant: string
  dispose(): void
}

/** The shapes of x, w and y, NHWC and HWIO. */
export function tensorShapes({
  batch,
  height,
  width,
  kernel,
  outHeight,
  outWidth,
  ...s
}: ConvShape) {
  return {
    x: [batch, height, width, s.in],
    w: [kernel, kernel, s.in, s.out],
    y: [batch, outHeight, outWidth, s.out],
  } as const
}

/** Uniform random numbers, since some CPUs are slow with subnormal ones. */
export const noise = (name: string, count: number): Float32Array<ArrayBuffer> =>
  Float32Array.from(randomUniform(1, `bench ${name}`, 0, count, 1))

export const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)
