import { summariseChoice } from '../../recipe/summary.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { accuracyOf, judged, type RunRecord } from '../../runs/record/record.ts'
import { GOAL } from '../../runs/run.ts'
import { accuracyScale, halvingTop } from '../charts/accuracy-scale.ts'
import { saveFile } from '../copy.ts'
import { formatTime, percentFigure } from '../format.ts'
import { type Brush, fitted, paintLine, paintPng, paintText } from './canvas.ts'
import { CARD } from './texts.ts'

/** The size that sites show a link's picture at. */
const SIZE = { width: 1200, height: 630 }
const MARGIN = 64
const PLOT = { left: MARGIN, top: 316, width: SIZE.width - 2 * MARGIN, height: 218 }

/** Saves a picture of a run to show: its result, its curve, and on what it was computed. */
export async function saveCard(entry: RunEntry): Promise<void> {
  const png = await paintCard(entry)
  saveFile(`lab94-${entry.name.replaceAll(/\W+/g, '-')}.png`, png)
}

/** The picture itself, of 1200 by 630 pixels. */
const paintCard = (entry: RunEntry): Promise<Blob> =>
  paintPng(SIZE.width, SIZE.height, (brush) => draw(brush, entry.record), 1)

function draw(brush: Brush, record: RunRecord): void {
  const accuracy = accuracyOf(record)
  const title =
    accuracy === null
      ? CARD.unfinished
      : CARD.result(percentFigure(accuracy, GOAL), formatTime(record.trainSeconds))
  paintText(brush, title, MARGIN - 4, 152, { size: 96, weight: 300, tracking: -0.035 })
  const recipe = fitted(brush, summariseChoice(record.choice), PLOT.width, { size: 28 })
  paintText(brush, recipe, MARGIN, 208, { size: 28, weight: 500 })
  const where = fitted(brush, CARD.where(record), PLOT.width, { size: 24 })
  paintText(brush, where, MARGIN, 246, { size: 24, colour: 'ink-2' })
  drawCurve(brush, record)
  paintText(brush, 'lab94', MARGIN, 596, { size: 26, weight: 600, tracking: -0.02 })
  paintLine(
    brush,
    [
      [MARGIN + 39, 572],
      [MARGIN + 76, 572],
    ],
    'accent',
    2,
  )
  paintText(brush, CARD.foot(record), SIZE.width - MARGIN, 596, {
    size: 20,
    colour: 'ink-2',
    align: 'right',
  })
}

function drawCurve(brush: Brush, { tests, dataset, steps }: RunRecord): void {
  const shares = tests.map(judged)
  const towardsGoal = dataset === 'full'
  const scale = accuracyScale('halving', halvingTop(Math.max(towardsGoal ? GOAL : 0, ...shares)))
  const x = (step: number) => PLOT.left + (step / steps) * PLOT.width
  const y = (share: number) => PLOT.top + (1 - scale.height(share)) * PLOT.height
  const right = PLOT.left + PLOT.width
  for (const line of scale.lines) {
    paintLine(
      brush,
      [
        [PLOT.left, y(line)],
        [right, y(line)],
      ],
      'rule',
      1,
    )
    paintText(brush, `${100 * line}%`, PLOT.left, y(line) - 6, { size: 16, colour: 'ink-3' })
  }
  const base = PLOT.top + PLOT.height
  paintLine(
    brush,
    [
      [PLOT.left, base],
      [right, base],
    ],
    'ctl',
    1,
  )
  if (towardsGoal) {
    paintLine(
      brush,
      [
        [0, y(GOAL)],
        [SIZE.width, y(GOAL)],
      ],
      'accent',
      2,
    )
    paintText(brush, '94%', PLOT.left, y(GOAL) - 10, {
      size: 22,
      weight: 500,
      colour: 'accent-text',
    })
  }
  const points = tests.map((test) => [x(test.step), y(judged(test))] as const)
  paintLine(brush, points, 'ink', 3)
  const crossing = towardsGoal ? tests.find((test) => judged(test) >= GOAL) : undefined
  if (crossing === undefined) return
  const { context, palette } = brush
  context.beginPath()
  context.arc(x(crossing.step), y(judged(crossing)), 8, 0, 2 * Math.PI)
  context.fillStyle = palette.colours.ground
  context.fill()
  context.strokeStyle = palette.colours.accent
  context.lineWidth = 3
  context.stroke()
}
