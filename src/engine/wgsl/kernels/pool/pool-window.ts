import { vectorCount, type TensorShape } from '../../codegen/tensor-shape.ts'

/** Windows of a pool that do not overlap: side and stride are one. */
export type PoolSize = 2 | 3 | 4

/**
 * Where the largest value of each window was: its row-major number within the window, by pixel and channel, in 2
 * bits for a 2x2 pool, else 4. A word holds `pixels` consecutive pixels of one image and channel vector: four of a 2x2
 * pool, one of the larger pools, whose positions are few.
 */
export interface PositionLayout {
  readonly bits: number
  readonly pixels: number
  readonly wordsPerImage: number
  readonly count: number
}

export interface PooledSide {
  readonly height: number
  readonly width: number
}

/** The sides after a pool; what fills no window is dropped. */
export const pooledSide = ({ height, width }: PooledSide, size: PoolSize): PooledSide => ({
  height: Math.floor(height / size),
  width: Math.floor(width / size),
})

/** The layout of positions for a pool of `shape`. */
export function positionLayout(shape: TensorShape, size: PoolSize): PositionLayout {
  const { height, width } = pooledSide(shape, size)
  const bits = size === 2 ? 2 : 4
  const pixels = size === 2 ? 4 : 1
  const wordsPerImage = Math.ceil((height * width) / pixels)
  return { bits, pixels, wordsPerImage, count: shape.batch * wordsPerImage * vectorCount(shape) }
}

/** WGSL: four positions as one of the `pixels` parts of a word, and back. */
export const positionFunctions = ({ bits, pixels }: PositionLayout): string => {
  const shifts = `vec4u(0, ${bits}, ${2 * bits}, ${3 * bits})`
  return `
fn packPosition(at: vec4u, pixel: u32) -> u32 {
  let shifted = at << ${shifts};
  return (shifted.x | shifted.y | shifted.z | shifted.w) << (${4 * bits}u * (pixel % ${pixels}u));
}
fn unpackPosition(word: u32, pixel: u32) -> vec4u {
  return (vec4u(word >> (${4 * bits}u * (pixel % ${pixels}u))) >> ${shifts}) & vec4u(${2 ** bits - 1});
}
`
}
