import { useMemo } from 'react'
import { IMAGE_BYTES, IMAGE_SIDE } from '../../data/records.ts'
import { opaque } from './opaque.ts'
import { Raster } from './raster.tsx'

interface PixelsProps {
  /** Red, green and blue bytes, [images, 32, 32, 3]. */
  readonly pixels: Uint8ClampedArray
  /** Which of the images. */
  readonly index?: number
  readonly label: string
}

/** One image of the data set, with pixels as squares. */
export function Pixels({ pixels, index = 0, label }: PixelsProps) {
  const rgba = useMemo(
    () => opaque(pixels.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES)),
    [pixels, index],
  )
  return <Raster className="px" width={IMAGE_SIDE} height={IMAGE_SIDE} rgba={rgba} label={label} />
}

/** Where an image will be. */
export const NoPixels = () => <span className="px" aria-hidden />
