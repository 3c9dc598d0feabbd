import { useState } from 'react'
import { GOAL } from '../../runs/run.ts'
import { type Cell, toCsv, toMarkdown } from '../../runs/files/table-text.ts'
import { CopyKey } from '../copy-key.tsx'
import { formatSmall, percentFigure } from '../format.ts'
import type { Curve } from './curves.ts'
import { COMPARE } from './texts.ts'

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

/** What the curves show, as a table; copied for a spreadsheet or a text. */
export function NumbersTable({ curves }: { curves: readonly Curve[] }) {
  const [open, setOpen] = useState(false)
  const rows = curves.flatMap(rowsOf)
  return (
    <details className="numbers" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{TEXT.title}</summary>
      {open && (
        <>
          <div className="chart-keys">
            <CopyKey done={TEXT.copied} text={() => toCsv([HEAD, ...rows])}>
              {TEXT.csv}
            </CopyKey>
            <CopyKey done={TEXT.copied} text={() => toMarkdown([HEAD, ...rows])}>
              {TEXT.markdown}
            </CopyKey>
          </div>
          <table>
            <thead>
              <tr>
                {HEAD.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, ...cells]) => (
                <tr key={`${name} ${cells[1]}`}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, i) => (
                    <td key={HEAD[i + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </details>
  )
}

const rowsOf = ({ name, points }: Curve): Cell[][] =>
  points.map(({ epoch, step, seconds, accuracy, testLoss, trainLoss }) => [
    name,
    Number(epoch.toFixed(2)),
    Math.round(step),
    Number(seconds.toFixed(1)),
    Number(percentFigure(accuracy.mean, GOAL)),
    testLoss === null ? null : Number(formatSmall(testLoss.mean)),
    trainLoss === null ? null : Number(formatSmall(trainLoss.mean)),
  ])
