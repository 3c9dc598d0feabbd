import { type Palette, readPalette } from './palette.ts'

/** Pixels of the image for one of the drawing. */
const DENSITY = 2

/** Where to draw, and in what. */
export interface Brush {
  readonly context: CanvasRenderingContext2D
  readonly palette: Palette
}

/** A picture of `width` by `height`, drawn on the page's ground in its type, as a PNG. */
export async function paintPng(
  width: number,
  height: number,
  paint: (brush: Brush) => void,
  density = DENSITY,
): Promise<Blob> {
  const palette = readPalette()
  // What is not loaded yet would be drawn in another type.
  await Promise.all(
    [400, 600].map((weight) => document.fonts.load(`${weight} 16px ${palette.family}`)),
  )
  const canvas = document.createElement('canvas')
  canvas.width = width * density
  canvas.height = height * density
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('The browser draws no pictures here.')
  context.scale(density, density)
  context.fillStyle = palette.colours.ground
  context.fillRect(0, 0, width, height)
  context.lineJoin = 'round'
  paint({ context, palette })
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The browser made no PNG of the picture.'))
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

/** The text, cut with an ellipsis where it is wider than `width`. */
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
