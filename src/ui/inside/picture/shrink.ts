import { IMAGE_BYTES, IMAGE_SIDE } from '../../../data/records.ts'
import { averageRow, spanOf } from './area-average.ts'

/** Larger pictures take more memory than a page should. */
const MOST_PIXELS = 100_000_000

/** Thrown where a picture cannot be read; the message is a sentence for people. */
export class UnreadablePicture extends Error {
  override readonly name = 'UnreadablePicture'
}

/**
 * A picture as the data set's are: its middle square, shrunk to 32x32 by area, red, green and blue bytes [32, 32, 3]. What is
 * see-through counts as white. Row by row, so that a large one does not hold up the page.
 */
export async function shrinkPicture(file: Blob): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const picture = await decode(file)
  try {
    const side = Math.min(picture.width, picture.height)
    const [left, top] = [(picture.width - side) >> 1, (picture.height - side) >> 1]
    const context = canvasOf(side, Math.ceil(side / IMAGE_SIDE) + 1)
    if (!showsWhatIsDrawn(context)) {
      throw new UnreadablePicture('This browser keeps what a canvas shows from pages.')
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
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file)
  } catch (error) {
    if (error instanceof DOMException) {
      throw new UnreadablePicture('This file holds no picture that the browser can read.')
    }
    throw error
  }
  if (picture.width * picture.height <= MOST_PIXELS) return picture
  picture.close()
  throw new UnreadablePicture('This picture has more than 100 million pixels. Shrink it first.')
}

function canvasOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (context === null) throw new UnreadablePicture('This browser gave no canvas to read it by.')
  return context
}

/** Some browsers, set to resist fingerprints, give noise in place of what was drawn. */
function showsWhatIsDrawn(context: OffscreenCanvasRenderingContext2D): boolean {
  context.fillStyle = 'rgb(10 120 230)'
  context.fillRect(0, 0, 1, 1)
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
  // A bit or two changes nothing of an average.
  return Math.abs(red - 10) + Math.abs(green - 120) + Math.abs(blue - 230) <= 6
}
