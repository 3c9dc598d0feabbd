import { placeLabels } from '../plot/label-layout.ts'
import type { Series } from '../compare/charts/curves/series.ts'
import { type Brush, fitted, paintCurve, paintLine, paintRange, paintText } from './canvas.ts'
import { toneOf } from './palette.ts'

/** A pane's plot on the picture. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface PaneDrawing {
  readonly box: Box
  readonly series: readonly Series[]
  /** Shares of the box. */
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  readonly lines: readonly { readonly at: number; readonly name: string }[]
  /** The value of the line in the accent, if there is one. */
  readonly goal: number | null
  /** The label at each series' end; null for no labels. */
  readonly label: ((series: Series) => string) | null
  /** Room right of the plot. */
  readonly gutter: number
}

const SMALL = 12
const LABEL = 13

/** Draws one pane: gridlines with labels, bands, lines, the goal, and the names at the lines' ends. */
export function paintPane(brush: Brush, drawing: PaneDrawing): void {
  const { box, series, lines, goal } = drawing
  const px = (value: number) => box.left + drawing.x(value) * box.width
  const py = (value: number) => box.top + (1 - drawing.y(value)) * box.height
  const right = box.left + box.width
  for (const { at, name } of lines) {
    const y = Math.round(py(at)) + 0.5
    paintLine(
      brush,
      [
        [box.left, y],
        [right, y],
      ],
      'rule',
      1,
    )
    paintText(brush, name, box.left, y - 5, { size: SMALL, colour: 'ink-3' })
  }
  const bottom = box.top + box.height + 0.5
  paintLine(
    brush,
    [
      [box.left, bottom],
      [right, bottom],
    ],
    'ctl',
    1,
  )
  if (goal !== null) {
    const y = Math.round(py(goal)) + 0.5
    paintLine(
      brush,
      [
        [box.left, y],
        [right + drawing.gutter, y],
      ],
      'accent',
      1.5,
    )
    paintText(brush, `${100 * goal}%`, box.left, y - 8, {
      size: 18,
      weight: 500,
      colour: 'accent-text',
    })
  }
  for (const each of series) paintBand(brush, each, px, py)
  for (const each of series.toReversed()) {
    const { colour, dash } = toneOf(each.tone)
    const points = each.points.map(({ x, drawn }) => [px(x), py(drawn)] as const)
    paintCurve(brush, points, colour, each.points.length > 150 ? 1 : 2, dash)
  }
  paintLabels(brush, drawing, px, py)
}

function paintBand(
  brush: Brush,
  { banded, points, tone }: Series,
  px: (value: number) => number,
  py: (value: number) => number,
): void {
  if (!banded) return
  paintRange(
    brush,
    points.map(({ x, low }) => [px(x), py(low)] as const),
    points.map(({ x, high }) => [px(x), py(high)] as const),
    toneOf(tone).colour,
  )
}

function paintLabels(
  brush: Brush,
  { box, series, goal, label, gutter }: PaneDrawing,
  px: (value: number) => number,
  py: (value: number) => number,
): void {
  if (label === null) return
  const drawn = series.filter(({ points }) => points.length > 0)
  const ends = drawn.map(({ points }) => points[points.length - 1])
  const tops = placeLabels(
    ends.map((end) => py(end.drawn)),
    {
      top: box.top,
      bottom: box.top + box.height,
      avoid: goal === null ? null : py(goal),
    },
  )
  const left = box.left + box.width + 12
  drawn.forEach((each, i) => {
    const end = [px(ends[i].x) + 2, py(ends[i].drawn)] as const
    if (Math.abs(tops[i] - end[1]) > 5 || left - end[0] > 24) {
      paintLine(brush, [end, [left - 4, tops[i]]], 'ctl', 1)
    }
    const value = label(each)
    const style = { size: LABEL, weight: 600 }
    const room = gutter - 12 - brush.context.measureText(value).width - 24
    const name = fitted(brush, each.name, room, { size: LABEL })
    const width = paintText(brush, name, left, tops[i] + 4.5, { size: LABEL })
    paintText(brush, value, left + width + 6, tops[i] + 4.5, style)
  })
}
