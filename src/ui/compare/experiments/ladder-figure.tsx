import { type Ladder, ladderTable } from '../../../experiments/ladder.ts'
import { formatStated, formatTime } from '../../format.ts'
import type { FigureProps } from './figure.tsx'
import { ExperimentHead } from './experiment-head.tsx'
import { formatAccuracy } from '../format.ts'
import { COMPARE } from '../texts.ts'
import { EXPERIMENTS } from './texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.ladder

/** What each recipe of a ladder came to here, beside what its authors measured. */
export function LadderFigure({ experiment: ladder, onForget }: FigureProps<Ladder>) {
  const results = useResults(ladder)
  const rows = ladderTable(ladder, results)
  const device = results.adapter ?? ''
  return (
    <section className="wide-row">
      <ExperimentHead
        experiment={ladder}
        results={results}
        title={TEXT.title}
        words={COMPARE.list.seeds(ladder.seeds.length)}
        onForget={onForget}
      />
      <table className="table ladder-table">
        <thead>
          <tr>
            <th scope="col">{TEXT.recipe}</th>
            <th scope="col" className="right">
              {TEXT.accuracy}, {TEXT.published}
            </th>
            <th scope="col" className="right">
              {TEXT.here}
            </th>
            <th scope="col" className="right">
              {TEXT.time}, {TEXT.published}
            </th>
            <th scope="col" className="right">
              {TEXT.here}
              {device !== '' && <span className="second">, {device}</span>}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ preset, title, published, summary }) => (
            <tr key={preset}>
              <th scope="row">{title}</th>
              <td className="right second">
                {published === null ? '–' : `${published.accuracy.toFixed(1)}%`}
              </td>
              <td className="right">
                {summary === null ? TEXT.toCome : formatAccuracy(summary.accuracy)}
              </td>
              <td className="right second">
                {published === null
                  ? '–'
                  : `${formatStated(published.seconds)}, ${published.device}`}
              </td>
              <td className="right">
                {summary === null ? TEXT.toCome : formatTime(summary.seconds.mean)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
