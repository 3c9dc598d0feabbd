import { type Ladder, type LadderRow, ladderTable } from '../../../../experiments/kinds/ladder.ts'
import { formatStated, formatTime } from '../../../words/format.ts'
import type { FigureProps } from './figure-props.ts'
import { FoldedRows } from './table/folded-rows.tsx'
import { ExperimentHead } from '../experiment-head.tsx'
import { formatAccuracy } from '../../format.ts'
import { COMPARE } from '../../texts.ts'
import { EXPERIMENTS } from '../texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.ladder

/** The results of each recipe of a ladder here, beside its authors' results. */
export function LadderFigure({ experiment: ladder, onRemove }: FigureProps<Ladder>) {
  const results = useResults(ladder)
  const rows = ladderTable(ladder, results)
  const known = rows.filter(({ summary }) => summary !== null)
  const empty = rows.filter(({ summary }) => summary === null)
  const device = results.adapter ?? ''
  return (
    <section className="wide-row">
      <ExperimentHead
        experiment={ladder}
        results={results}
        title={TEXT.title}
        words={COMPARE.list.seeds(ladder.seeds.length)}
        onRemove={onRemove}
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
        <FoldedRows
          known={known.map(line)}
          empty={empty.map(line)}
          columns={5}
          label={TEXT.empty(empty.length)}
        />
      </table>
    </section>
  )
}

const line = (row: LadderRow) => <LadderLine key={row.preset} row={row} />

function LadderLine({ row: { title, published, summary } }: { row: LadderRow }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td className="right second">
        {published === null ? '–' : `${published.accuracy.toFixed(1)}%`}
      </td>
      <td className="right">{summary === null ? TEXT.notYet : formatAccuracy(summary.accuracy)}</td>
      <td className="right second">
        {published === null ? '–' : `${formatStated(published.seconds)}, ${published.device}`}
      </td>
      <td className="right">{summary === null ? TEXT.notYet : formatTime(summary.seconds.mean)}</td>
    </tr>
  )
}
