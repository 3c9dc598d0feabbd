import { GOAL } from '../../../runs/run.ts'
import type { Cell } from '../../../runs/files/table-text.ts'
import { formatSmall, percentFigure } from '../../words/format.ts'
import type { Curve } from './curves/curves.ts'
import { NumbersDetails } from './numbers-details.tsx'
import { nameWithSeeds } from '../run-words.ts'
import { COMPARE } from '../texts.ts'

const TEXT = COMPARE.charts.numbers

const HEAD = [
  TEXT.run,
  TEXT.epoch,
  TEXT.step,
  TEXT.seconds,
  TEXT.accuracy,
  TEXT.testLoss,
  TEXT.trainLoss,
]

/** The curves' data as a table. */
export const NumbersTable = ({ curves }: { curves: readonly Curve[] }) => (
  <NumbersDetails head={HEAD} rows={curves.flatMap(rowsOf)} />
)

const rowsOf = ({ name, seeds, points }: Curve): Cell[][] =>
  points.map(({ epoch, step, seconds, accuracy, testLoss, trainLoss }) => [
    nameWithSeeds(name, seeds),
    Number(epoch.toFixed(2)),
    Math.round(step),
    Number(seconds.toFixed(1)),
    Number(percentFigure(accuracy.mean, GOAL)),
    testLoss === null ? null : Number(formatSmall(testLoss.mean)),
    trainLoss === null ? null : Number(formatSmall(trainLoss.mean)),
  ])
