import { type RefCallback, useCallback } from 'react'

interface RasterProps {
  readonly width: number
  readonly height: number
  /** Red, green, blue and opacity bytes, [height, width, 4]. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  readonly className: string
  /** Alternative text; empty if the text next to it is enough. */
  readonly label: string
}

/** Pixels on a 2D canvas, since those can be read back. */
export function Raster({ width, height, rgba, className, label }: RasterProps) {
  const draw: RefCallback<HTMLCanvasElement> = useCallback(
    (canvas) => {
      canvas?.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0)
    },
    [rgba, width, height],
  )
  const said = label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return <canvas ref={draw} className={className} width={width} height={height} {...said} />
}
