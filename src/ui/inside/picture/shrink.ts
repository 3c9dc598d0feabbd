import { IMAGE_BYTES, IMAGE_SIDE } from '../../../data/records.ts'
import { averageRow, spanOf } from './area-average.ts'
import { pictureSize, SIZE_BYTES, type PictureSize } from './picture-size.ts'

/** Larger pictures take more memory than a page should. */
const MOST_PIXELS = 100_000_000
const MOST_BYTES = 200_000_000

/** Thrown if a picture can't be read; the message is shown on the page. */
export class UnreadablePicture extends Error {
  override readonly name = 'UnreadablePicture'
}

/**
 * Converts a picture to the data set's format: its central square, shrunk to 32x32 by area, red, green and blue bytes
 * [32, 32, 3]. Transparency counts as white. Works row by row, so that large pictures don't block the page.
 */
export async function shrinkPicture(file: Blob): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const picture = await decode(file)
  try {
    const side = Math.min(picture.width, picture.height)
    const [left, top] = [(picture.width - side) >> 1, (picture.height - side) >> 1]
    const context = canvasOf(side, Math.ceil(side / IMAGE_SIDE) + 1)
    if (!showsWhatIsDrawn(context)) {
      throw new UnreadablePicture('This browser does not let pages read pixels from a canvas.')
    }
    const pixels = new Uint8ClampedArray(IMAGE_BYTES)
    for (let row = 0; row < IMAGE_SIDE; row++) {
      const { first, end } = spanOf(row, side)
      const from = Math.floor(first)
      const height = Math.ceil(end) - from
      context.fillStyle = '#fff'
      context.fillRect(0, 0, side, height)
      context.drawImage(picture, left, top + from, side, height, 0, 0, side, height)
      averageRow(context.getImageData(0, 0, side, height).data, side, row, pixels)
      await new Promise((resolve) => setTimeout(resolve))
    }
    return pixels
  } finally {
    picture.close()
  }
}

async function decode(file: Blob): Promise<ImageBitmap> {
  if (file.size > MOST_BYTES) {
    throw new UnreadablePicture('This file has more than 200 MB. Shrink the picture first.')
  }
  // The browser would unpack it first.
  const claimed = pictureSize(new Uint8Array(await file.slice(0, SIZE_BYTES).arrayBuffer()))
  if (claimed !== null && isTooLarge(claimed)) throw tooLarge()
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file)
  } catch (error) {
    if (error instanceof DOMException) {
      throw new UnreadablePicture('The browser can’t read this file as a picture.')
    }
    throw error
  }
  if (!isTooLarge(picture)) return picture
  picture.close()
  throw tooLarge()
}

const isTooLarge = ({ width, height }: PictureSize): boolean => width * height > MOST_PIXELS

const tooLarge = () =>
  new UnreadablePicture('This picture has more than 100 million pixels. Shrink it first.')

function canvasOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (context === null)
    throw new UnreadablePicture('This browser could not create a canvas to read the picture.')
  return context
}

/** Browsers that resist fingerprinting may return noise instead of the drawing. */
function showsWhatIsDrawn(context: OffscreenCanvasRenderingContext2D): boolean {
  context.fillStyle = 'rgb(10 120 230)'
  context.fillRect(0, 0, 1, 1)
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
  // A bit or two doesn't change an average.
  return Math.abs(red - 10) + Math.abs(green - 120) + Math.abs(blue - 230) <= 6
}
