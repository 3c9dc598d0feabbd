import { type RefCallback, useCallback } from 'react'
import { IMAGE_BYTES, IMAGE_SIDE } from '../../data/records.ts'

interface PixelsProps {
  /** Red, green and blue bytes, [images, 32, 32, 3]. */
  readonly pixels: Uint8ClampedArray
  /** Which of the images. */
  readonly index?: number
  readonly label: string
}

/** One image of the data set, every pixel a square. On a 2D canvas, since those can be read back. */
export function Pixels({ pixels, index = 0, label }: PixelsProps) {
  const draw: RefCallback<HTMLCanvasElement> = useCallback(
    (canvas) => {
      const context = canvas?.getContext('2d')
      if (!context) return
      const image = context.createImageData(IMAGE_SIDE, IMAGE_SIDE)
      const from = index * IMAGE_BYTES
      for (let i = 0; i < IMAGE_SIDE * IMAGE_SIDE; i++) {
        image.data.set(pixels.subarray(from + 3 * i, from + 3 * i + 3), 4 * i)
        image.data[4 * i + 3] = 255
      }
      context.putImageData(image, 0, 0)
    },
    [pixels, index],
  )
  return (
    <canvas
      ref={draw}
      className="px"
      width={IMAGE_SIDE}
      height={IMAGE_SIDE}
      role="img"
      aria-label={label}
    />
  )
}

/** Where an image will be. */
export const NoPixels = () => <span className="px" aria-hidden />
