import type { ConvPass, ConvShape } from '../../src/engine/wgsl/kernels/conv-shape.ts'
import { randomUniform } from '../../src/random/stream.ts'
import type { Repeatable } from '../sample.ts'

/** One pass of a convolution without a pool behind it. */
export interface Operation {
  readonly pass: ConvPass
  readonly shape: ConvShape
}

/** Somebody's way to compute an operation, over and over. */
export interface ConvContender extends Repeatable {
  readonly engine: string
  /** What of several ways it is; empty where there is one. */
  readonly variant: string
  dispose(): void
}

/** The sizes of x, w and y, NHWC and HWIO. */
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

/** Uniform random numbers, since some processors are slow with those that are almost 0. */
export const noise = (name: string, count: number): Float32Array<ArrayBuffer> =>
  Float32Array.from(randomUniform(1, `bench ${name}`, 0, count, 1))

export const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)
