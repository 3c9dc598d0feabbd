import { IMAGE_BYTES, IMAGE_SIDE, type Records } from '../../data/records.ts'

const CHANNELS = 3
const PLANE = IMAGE_SIDE * IMAGE_SIDE
/** Images held pixel by pixel at a time: 768 kB, which stays in a core's own cache. */
const BLOCK = 256

/**
 * Sums over every k x k patch inside some images of bytes: of each patch element and of each product of two.
 * Elements are numbered (row * k + column) * 3 + channel. All are integers below 2^53, so they are exact.
 */
export interface PatchMoments {
  /** Patches summed over. */
  readonly count: number
  /** [k * k * 3] */
  readonly sums: Float64Array
  /** [k * k * 3, k * k * 3], symmetric. */
  readonly products: Float64Array
}

/** A step from one pixel to another at most k - 1 rows below or beside it, and the pixels it may start from. */
interface Step {
  readonly rows: number
  readonly columns: number
  /** [pixel, channel of the first, channel of the second]: products summed over images. */
  readonly products: Float64Array
}

/**
 * The moments of the patches of the first `images` records.
 *
 * A product of two patch elements depends on the patch only by its position, so products of pixels are summed over
 * images first (13 steps of 3x3 channel products for k = 3, a third of the work of patch times patch), and
 * over positions afterwards.
 */
export function patchMoments(records: Records, images: number, kernel: 2 | 3): PatchMoments {
  const steps = stepsWithin(kernel)
  const pixelSums = new Float64Array(CHANNELS * PLANE)
  for (let first = 0; first < images; first += BLOCK) {
    const count = Math.min(BLOCK, images - first)
    const block = pixelMajor(records.pixels, first, count)
    for (let i = 0; i < CHANNELS * PLANE; i++) {
      for (let n = 0; n < BLOCK; n++) pixelSums[i] += block[i * BLOCK + n]
    }
    for (const step of steps) addProducts(block, step)
  }
  return sumOverPositions(images, kernel, pixelSums, steps)
}

/** Half of the steps: the others are these backwards. */
function stepsWithin(kernel: number): Step[] {
  const steps: Step[] = []
  for (let rows = 0; rows < kernel; rows++) {
    for (let columns = rows === 0 ? 0 : 1 - kernel; columns < kernel; columns++) {
      steps.push({ rows, columns, products: new Float64Array(PLANE * CHANNELS * CHANNELS) })
    }
  }
  return steps
}

/** Images as [pixel, channel, image]; a block that is not full ends in black images, which add nothing. */
function pixelMajor(pixels: Uint8Array, first: number, count: number): Uint8Array {
  const block = new Uint8Array(BLOCK * IMAGE_BYTES)
  for (let n = 0; n < count; n++) {
    const image = (first + n) * IMAGE_BYTES
    for (let channel = 0; channel < CHANNELS; channel++) {
      for (let pixel = 0; pixel < PLANE; pixel++) {
        const at = (pixel * CHANNELS + channel) * BLOCK + n
        block[at] = pixels[image + channel * PLANE + pixel]
      }
    }
  }
  return block
}

/** Adds a block's products of pixels one step apart. A block's sum is below 2^24. */
function addProducts(block: Uint8Array, { rows, columns, products }: Step): void {
  const firstColumn = Math.max(0, -columns)
  const lastColumn = Math.min(IMAGE_SIDE, IMAGE_SIDE - columns)
  for (let y = 0; y < IMAGE_SIDE - rows; y++) {
    for (let x = firstColumn; x < lastColumn; x++) {
      const pixel = y * IMAGE_SIDE + x
      const other = pixel + rows * IMAGE_SIDE + columns
      const a = pixel * CHANNELS * BLOCK
      const b = other * CHANNELS * BLOCK
      let rr = 0
      let rg = 0
      let rb = 0
      let gr = 0
      let gg = 0
      let gb = 0
      let br = 0
      let bg = 0
      let bb = 0
      for (let n = 0; n < BLOCK; n++) {
        const red = block[a + n]
        const green = block[a + BLOCK + n]
        const blue = block[a + 2 * BLOCK + n]
        const otherRed = block[b + n]
        const otherGreen = block[b + BLOCK + n]
        const otherBlue = block[b + 2 * BLOCK + n]
        rr = (rr + Math.imul(red, otherRed)) | 0
        rg = (rg + Math.imul(red, otherGreen)) | 0
        rb = (rb + Math.imul(red, otherBlue)) | 0
        gr = (gr + Math.imul(green, otherRed)) | 0
        gg = (gg + Math.imul(green, otherGreen)) | 0
        gb = (gb + Math.imul(green, otherBlue)) | 0
        br = (br + Math.imul(blue, otherRed)) | 0
        bg = (bg + Math.imul(blue, otherGreen)) | 0
        bb = (bb + Math.imul(blue, otherBlue)) | 0
      }
      const at = pixel * CHANNELS * CHANNELS
      products[at] += rr
      products[at + 1] += rg
      products[at + 2] += rb
      products[at + 3] += gr
      products[at + 4] += gg
      products[at + 5] += gb
      products[at + 6] += br
      products[at + 7] += bg
      products[at + 8] += bb
    }
  }
}

function sumOverPositions(
  images: number,
  kernel: number,
  pixelSums: Float64Array,
  steps: readonly Step[],
): PatchMoments {
  const size = kernel * kernel * CHANNELS
  const positions = IMAGE_SIDE - kernel + 1
  const sums = new Float64Array(size)
  const products = new Float64Array(size * size)
  const sumFrom = (row: number, column: number, valueAt: (pixel: number) => number) => {
    let sum = 0
    for (let y = row; y < row + positions; y++) {
      for (let x = column; x < column + positions; x++) sum += valueAt(y * IMAGE_SIDE + x)
    }
    return sum
  }
  const elements = Array.from({ length: size }, (_, i) => {
    const tap = Math.floor(i / CHANNELS)
    return { row: Math.floor(tap / kernel), column: tap % kernel, channel: i % CHANNELS }
  })
  elements.forEach(({ row, column, channel }, i) => {
    sums[i] = sumFrom(row, column, (pixel) => pixelSums[pixel * CHANNELS + channel])
    elements.forEach((other, j) => {
      const step = steps.find(
        ({ rows, columns }) => rows === other.row - row && columns === other.column - column,
      )
      if (step === undefined) return
      const pair = channel * CHANNELS + other.channel
      const sum = sumFrom(row, column, (pixel) => step.products[pixel * CHANNELS ** 2 + pair])
      products[i * size + j] = sum
      products[j * size + i] = sum
    })
  })
  return { count: images * positions * positions, sums, products }
}
