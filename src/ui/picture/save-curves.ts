import type { AccuracyScale } from '../charts/accuracy/accuracy-scale.ts'
import type { LossScale } from '../charts/loss/loss-scale.ts'
import { labelled, lossName, type Series } from '../compare/charts/curves/series.ts'
import { COMPARE } from '../compare/texts.ts'
import type { CompareView } from '../compare/view.ts'
import type { XScale } from '../compare/charts/curves/x-scale.ts'
import { saveFile } from '../controls/copy.ts'
import { formatSmall, percentFigure } from '../words/format.ts'
import { GOAL } from '../../runs/run.ts'
import { type Brush, paintLine, paintPng, paintText } from './canvas.ts'
import { type Box, paintPane } from './paint-pane.ts'

const TEXT = COMPARE.charts

const SIZE = { width: 1200, height: 720 }
const MARGIN = 40
const GUTTER = 210
const WIDTH = SIZE.width - 2 * MARGIN - GUTTER

const ACCURACY: Box = { left: MARGIN, top: 76, width: WIDTH, height: 400 }
const LOSS: Box = { left: MARGIN, top: 532, width: WIDTH, height: 110 }

export interface CurvesDrawing {
  readonly accuracy: readonly Series[]
  readonly loss: readonly Series[]
  /** Which loss it is, as text. */
  readonly lossMeaning: string
  readonly x: XScale
  readonly heights: AccuracyScale
  readonly losses: LossScale
  readonly view: CompareView
  readonly towardsGoal: boolean
}

/** Saves the drawn curves as a picture, in the page's theme. */
export async function saveCurves(drawing: CurvesDrawing): Promise<void> {
  const png = await paintPng(SIZE.width, SIZE.height, (brush) => paintCurves(brush, drawing))
  saveFile('lab94-curves.png', png)
}

function paintCurves(brush: Brush, drawing: CurvesDrawing): void {
  const { accuracy, loss, lossMeaning, x, heights, losses, view, towardsGoal } = drawing
  const words = (value: number | null, as: (known: number) => string) =>
    value === null ? '–' : as(value)
  paintHead(brush, ACCURACY, TEXT.accuracy, TEXT.accuracyMeaning)
  paintPane(brush, {
    box: ACCURACY,
    series: accuracy,
    x: x.share,
    y: heights.height,
    lines: heights.lines.map((line) => ({ at: line, name: `${100 * line}%` })),
    goal: towardsGoal ? GOAL : null,
    label: (series) =>
      words(labelled(series, view.label, 'higher'), (value) => `${percentFigure(value, GOAL)}%`),
    gutter: GUTTER,
  })
  paintHead(brush, LOSS, TEXT.loss, lossMeaning)
  paintPane(brush, {
    box: LOSS,
    series: loss,
    x: x.share,
    y: losses.height,
    lines: losses.lines.map((line) => ({ at: line, name: lossName(line) })),
    goal: null,
    label: (series) => words(labelled(series, view.label, 'lower'), formatSmall),
    gutter: GUTTER,
  })
  paintAxis(brush, x)
}

function paintHead(brush: Brush, { left, top }: Box, name: string, meaning: string): void {
  const width = paintText(brush, name, left, top - 16, { size: 13, weight: 600 })
  paintText(brush, meaning, left + width + 8, top - 16, { size: 13, colour: 'ink-2' })
}

function paintAxis(brush: Brush, x: XScale): void {
  const y = LOSS.top + LOSS.height + 0.5
  const ticks = x.ticks(LOSS.width, 44)
  ticks.forEach(({ x: at, label }, i) => {
    const px = LOSS.left + x.share(at) * LOSS.width
    paintLine(
      brush,
      [
        [px, y],
        [px, y + 6],
      ],
      'ctl',
      1,
    )
    if (i > 0 && px < LOSS.left + 60) return
    const align = i === 0 ? 'left' : i === ticks.length - 1 ? 'right' : 'center'
    paintText(brush, label, px, y + 20, { size: 12, colour: 'ink-3', align })
  })
}
