import { type Palette, readPalette } from './palette.ts'

/** Pixels of the image for one of the drawing. */
const DENSITY = 2

/** Drawing context and style. */
export interface Brush {
  readonly context: CanvasRenderingContext2D
  readonly palette: Palette
}

/** A PNG of `width` by `height`, drawn on the page's background in its typeface. */
export async function paintPng(
  width: number,
  height: number,
  paint: (brush: Brush) => void,
  density = DENSITY,
): Promise<Blob> {
  const palette = readPalette()
  // A font that has not loaded yet would be replaced by another.
  await Promise.all(
    [400, 600].map((weight) => document.fonts.load(`${weight} 16px ${palette.family}`)),
  )
  const canvas = document.createElement('canvas')
  canvas.width = width * density
  canvas.height = height * density
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser cannot draw images (no 2D canvas).')
  context.scale(density, density)
  context.fillStyle = palette.colours.ground
  context.fillRect(0, 0, width, height)
  context.lineJoin = 'round'
  paint({ context, palette })
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The browser could not save the image as a PNG.'))
      else resolve(blob)
    }, 'image/png')
  })
}

interface TextStyle {
  readonly size: number
  readonly weight?: number
  readonly colour?: keyof Palette['colours']
  readonly align?: CanvasTextAlign
  readonly tracking?: number
}

/** Draws a line of text on its baseline; returns its width. */
export function paintText(
  { context, palette }: Brush,
  text: string,
  x: number,
  y: number,
  { size, weight = 400, colour = 'ink', align = 'left', tracking = 0 }: TextStyle,
): number {
  context.font = `${weight} ${size}px ${palette.family}`
  context.textAlign = align
  context.letterSpacing = `${tracking * size}px`
  context.fillStyle = palette.colours[colour]
  context.fillText(text, x, y)
  return context.measureText(text).width
}

/** The text, truncated with an ellipsis to `width`. */
export function fitted(
  { context, palette }: Brush,
  text: string,
  width: number,
  { size, weight = 400 }: TextStyle,
): string {
  context.font = `${weight} ${size}px ${palette.family}`
  context.letterSpacing = '0px'
  if (context.measureText(text).width <= width) return text
  let short = text
  while (short.length > 1 && context.measureText(`${short}…`).width > width) {
    short = short.slice(0, -1).trimEnd()
  }
  return `${short}…`
}

/** The size at which a text is at most `width` wide, no larger than its own. */
export function sizeToFit(
  { context, palette }: Brush,
  text: string,
  width: number,
  { size, weight = 400, tracking = 0 }: TextStyle,
): number {
  context.font = `${weight} ${size}px ${palette.family}`
  context.letterSpacing = `${tracking * size}px`
  return Math.min(size, Math.floor((size * width) / context.measureText(text).width))
}

export function paintLine(
  { context, palette }: Brush,
  points: readonly (readonly [number, number])[],
  colour: keyof Palette['colours'],
  width: number,
  dash: readonly number[] = [],
): void {
  context.beginPath()
  points.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)))
  context.strokeStyle = palette.colours[colour]
  context.lineWidth = width
  context.setLineDash([...dash])
  context.stroke()
  context.setLineDash([])
}

/** A curve through measured points; a dot if there is only one. */
export function paintCurve(
  brush: Brush,
  points: readonly (readonly [number, number])[],
  colour: keyof Palette['colours'],
  width: number,
  dash: readonly number[] = [],
): void {
  if (points.length !== 1) return paintLine(brush, points, colour, width, dash)
  const { context, palette } = brush
  context.beginPath()
  context.arc(points[0][0], points[0][1], 1.5 * width, 0, 2 * Math.PI)
  context.fillStyle = palette.colours[colour]
  context.fill()
}

/** The band between the lowest and the highest of several curves. */
export function paintRange(
  { context, palette }: Brush,
  low: readonly (readonly [number, number])[],
  high: readonly (readonly [number, number])[],
  colour: keyof Palette['colours'],
): void {
  context.beginPath()
  for (const [x, y] of [...high, ...low.toReversed()]) context.lineTo(x, y)
  context.globalAlpha = 0.16
  context.fillStyle = palette.colours[colour]
  context.fill()
  context.globalAlpha = 1
}
