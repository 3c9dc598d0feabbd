import { useState } from 'react'
import { resolveRecipe } from '../../recipe/choice.ts'
import { GOAL, type EpochScores, plainTestLoss } from '../../runs/run.ts'
import type { SplitScore } from '../../trainer/events.ts'
import { useLab } from '../context/lab-context.ts'
import { formatSmall, percentFigure } from '../words/format.ts'
import { accuracySeries } from './accuracy/accuracy-series.ts'
import { CHARTS } from './texts.ts'

const TEXT = CHARTS.numbers

const scoreFigure = (score: SplitScore | null): string =>
  score === null ? '–' : percentFigure(score.accuracy, GOAL)

/** The curves' values as a table. */
export function Numbers({ epochs }: { epochs: readonly EpochScores[] }) {
  const choice = useLab(({ run, setup }) => run?.request.choice ?? setup.choice)
  const [open, setOpen] = useState(false)
  const series = accuracySeries(epochs, false)
  const { labelSmoothing } = resolveRecipe(choice)
  const rows = epochs.map((scores) => ({
    ...scores,
    testLoss: plainTestLoss(scores, labelSmoothing),
  }))
  return (
    <details className="numbers" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{TEXT.title}</summary>
      {open && (
        <table>
          <thead>
            <tr>
              <th scope="col">{TEXT.epoch}</th>
              <th scope="col">{TEXT.seconds}</th>
              {series.map(({ key, name }) => (
                <th key={key} scope="col">
                  {TEXT.accuracy(name)}
                </th>
              ))}
              <th scope="col">{TEXT.loss(CHARTS.series.train)}</th>
              <th scope="col">{TEXT.loss(CHARTS.series.test)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ epoch, trainSeconds, train, test, testLoss }) => (
              <tr key={epoch}>
                <th scope="row">{Number(epoch.toFixed(2))}</th>
                <td>{trainSeconds.toFixed(1)}</td>
                {series.map(({ key }) => (
                  <td key={key}>{scoreFigure(test[key])}</td>
                ))}
                <td>{formatSmall(train.loss)}</td>
                <td>{testLoss === null ? '–' : formatSmall(testLoss)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
