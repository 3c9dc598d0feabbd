import { summariseChoice } from '../../recipe/choice/summary.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { resultOf, type Row, newestBySeed } from '../../runs/history/rows.ts'
import { judged, type RunRecord } from '../../runs/record/record.ts'
import { repetitionOf } from '../../runs/share/repetition.ts'
import { GOAL } from '../../runs/run.ts'
import { accuracyScale, halvingTop } from '../charts/accuracy/accuracy-scale.ts'
import { curvesOf } from '../compare/charts/curves/curves.ts'
import { formatMean } from '../compare/format.ts'
import { firstName, rowName } from '../compare/run-words.ts'
import { saveFile } from '../controls/copy.ts'
import { formatTime, percentFigure } from '../words/format.ts'
import {
  type Brush,
  fitted,
  paintCurve,
  paintLine,
  paintPng,
  paintRange,
  paintText,
  sizeToFit,
} from './canvas.ts'
import { type CardCode, codeFor } from './card-code.ts'
import { paintQrCode, QR_SIDE } from './qr-code.ts'
import { CARD } from './texts.ts'

/** The size at which sites show link previews. */
const SIZE = { width: 1200, height: 630 }
const MARGIN = 64
/** Aligns the code's own margin with the top of the title. */
const QR_TOP = 58
const PLOT = { left: MARGIN, top: 316, width: SIZE.width - 2 * MARGIN, height: 218 }

/**
 * Saves an image of a run to share: its result, curve and device, and the same of the run it raced. Of several seeds,
 * their mean and range.
 */
export async function saveCard(row: Row, raced: RunEntry | null): Promise<void> {
  const [entry] = row.entries
  const code = await codeFor(row)
  const png = await paintPng(
    SIZE.width,
    SIZE.height,
    (brush) => draw(brush, row, { raced: comparable(entry, raced), code }),
    1,
  )
  const name = ['lab94', ...rowName(row).split(/\W+/)].filter((word) => word !== '')
  saveFile(`${name.join('-')}.png`, png)
}

/** The raced run, if it is another one on the same images. */
const comparable = (own: RunEntry, raced: RunEntry | null): RunRecord | null =>
  raced !== null && raced.id !== own.id && repetitionOf(own.record, raced) !== null
    ? raced.record
    : null

interface Extras {
  readonly raced: RunRecord | null
  readonly code: CardCode | null
}

/** Between the text and the code. */
const GAP = 32

function draw(brush: Brush, row: Row, { raced, code }: Extras): void {
  const [{ record }] = row.entries
  const width = code === null ? PLOT.width : PLOT.width - QR_SIDE - GAP
  if (code !== null) paintQrCode(brush, code.modules, SIZE.width - MARGIN, QR_TOP)
  const title = titleOf(row)
  const style = { size: 96, weight: 300, tracking: -0.035 }
  paintText(brush, title, MARGIN - 4, 152, {
    ...style,
    size: sizeToFit(brush, title, width, style),
  })
  const recipe = fitted(brush, summariseChoice(record.choice), width, { size: 28, weight: 500 })
  paintText(brush, recipe, MARGIN, 208, { size: 28, weight: 500 })
  const where = fitted(
    brush,
    CARD.where(record, newestBySeed(row).length, code?.seeds ?? 0),
    width,
    {
      size: 24,
    },
  )
  paintText(brush, where, MARGIN, 246, { size: 24, colour: 'ink-2' })
  if (raced !== null) {
    const against = fitted(brush, CARD.against(raced), width, { size: 24 })
    paintText(brush, against, MARGIN, 282, { size: 24, colour: 'ink-2' })
  }
  drawCurves(brush, row, raced)
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

function drawCurves(brush: Brush, row: Row, raced: RunRecord | null): void {
  const [{ record }] = row.entries
  const { dataset } = record
  const [{ points: own }] = curvesOf([row], firstName)
  const shares = [...own.map(({ accuracy }) => accuracy.high), ...(raced?.tests ?? []).map(judged)]
  const towardsGoal = dataset === 'full'
  const scale = accuracyScale('halving', halvingTop(Math.max(towardsGoal ? GOAL : 0, ...shares)))
  const x = (epoch: number) => PLOT.left + (epoch / epochs) * PLOT.width
  const epochs = Math.max(epochsOf(record), raced === null ? 0 : epochsOf(raced))
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
  if (raced !== null) {
    const points = raced.tests.map(
      (test) => [x(test.step / raced.stepsPerEpoch), y(judged(test))] as const,
    )
    paintCurve(brush, points, 'ctl', 2)
  }
  const pointsOf = (which: 'mean' | 'low' | 'high') =>
    own.map(({ epoch, accuracy }) => [x(epoch), y(accuracy[which])] as const)
  if (newestBySeed(row).length > 1) paintRange(brush, pointsOf('low'), pointsOf('high'), 'ink')
  paintCurve(brush, pointsOf('mean'), 'ink', 3)
  const crossing = towardsGoal ? own.find(({ accuracy }) => accuracy.mean >= GOAL) : undefined
  if (crossing === undefined) return
  const { context, palette } = brush
  context.beginPath()
  context.arc(x(crossing.epoch), y(crossing.accuracy.mean), 8, 0, 2 * Math.PI)
  context.fillStyle = palette.colours.ground
  context.fill()
  context.strokeStyle = palette.colours.accent
  context.lineWidth = 3
  context.stroke()
}

/** The result of a run; of several seeds the mean and spread. */
function titleOf(row: Row): string {
  const result = resultOf(row)
  if (result === null) return CARD.unfinished
  const { accuracy, seconds } = result
  const figure =
    accuracy.count === 1
      ? percentFigure(accuracy.mean, GOAL)
      : formatMean(accuracy.mean, accuracy.deviation)
  return CARD.result(figure, formatTime(seconds.mean))
}

const epochsOf = ({ steps, stepsPerEpoch }: RunRecord): number => steps / stepsPerEpoch
