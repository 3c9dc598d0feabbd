import {
  type Ablation,
  type AblationRow,
  ablationTable,
  isKnown,
} from '../../../../experiments/kinds/ablation.ts'
import { summariseChoice } from '../../../../recipe/choice/summary.ts'
import { TOGGLES } from '../../../../recipe/toggles.ts'
import { DifferenceCell, DifferenceScale } from './table/difference-cell.tsx'
import { type DotScale, dotScale } from './table/dot-scale.ts'
import type { FigureProps } from './figure-props.ts'
import { FoldedRows } from './table/folded-rows.tsx'
import { ExperimentHead } from '../experiment-head.tsx'
import { chanceWords, formatSigned } from '../../format.ts'
import { EXPERIMENTS } from '../texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.ablation

/** The gain of each trick of a recipe in points and in seconds, with intervals, and a summary. */
export function AblationFigure({ experiment: ablation, onRemove }: FigureProps<Ablation>) {
  const results = useResults(ablation)
  const { rows, chanceOfOne } = ablationTable(ablation, results)
  const points = dotScale(rows.map((row) => row.points))
  const seconds = dotScale(rows.map((row) => row.seconds))
  const known = rows.filter((row) => row.points !== null)
  const empty = rows.filter((row) => row.points === null)
  const line = (row: AblationRow) => (
    <AblationLine key={row.toggle} row={row} points={points} seconds={seconds} />
  )
  return (
    <section className="wide-row">
      <ExperimentHead
        experiment={ablation}
        results={results}
        title={TEXT.title}
        words={TEXT.of(summariseChoice(ablation.base), ablation.seeds.length)}
        onRemove={onRemove}
      />
      <p className="statement">{statementOf(rows)}</p>
      <table className="table ablation">
        <thead>
          <tr>
            <th scope="col">{TEXT.removed}</th>
            <th scope="col" aria-label={TEXT.points}>
              <DifferenceScale scale={points} decimals={1} />
            </th>
            <th scope="col" className="right">
              {TEXT.points}
            </th>
            <th scope="col" className="right interval">
              {TEXT.interval}
            </th>
            <th scope="col" aria-label={TEXT.time}>
              <DifferenceScale scale={seconds} decimals={seconds.reach < 2 ? 1 : 0} />
            </th>
            <th scope="col" className="right">
              {TEXT.time}
            </th>
          </tr>
        </thead>
        <FoldedRows
          known={known.map(line)}
          empty={empty.map(line)}
          columns={6}
          label={TEXT.empty(empty.length)}
        />
      </table>
      <p className="caption">
        {TEXT.dots} {chanceOfOne === null ? TEXT.single : TEXT.chance(chanceWords(chanceOfOne))}
      </p>
    </section>
  )
}

interface AblationLineProps {
  readonly row: AblationRow
  readonly points: DotScale
  readonly seconds: DotScale
}

function AblationLine({ row, points, seconds }: AblationLineProps) {
  const interval = row.points?.estimate ?? null
  return (
    <tr>
      <th scope="row">{TOGGLES[row.toggle].title}</th>
      <DifferenceCell scale={points} difference={row.points} decimals={2} />
      <td className="right strong">
        {row.points === null ? '–' : formatSigned(row.points.value, 2)}
      </td>
      <td className="right second interval">
        {interval === null
          ? '–'
          : `${formatSigned(interval.low, 2)} to ${formatSigned(interval.high, 2)}`}
      </td>
      <DifferenceCell scale={seconds} difference={row.seconds} decimals={1} />
      <td className="right second">
        {row.seconds === null ? '–' : formatSigned(row.seconds.value, 1)}
      </td>
    </tr>
  )
}

/** A summary of the table: the trick that helps most, and those without a clear effect. */
function statementOf(rows: readonly AblationRow[]): string {
  const measured = rows.filter(({ points }) => points !== null)
  const [first] = measured
  if (first === undefined) return TEXT.waiting
  const title = ({ toggle }: AblationRow) => TOGGLES[toggle].title
  const known = measured.filter(({ points }) => isKnown(points))
  const unknown = measured.filter(
    ({ points }) => points !== null && points.estimate !== null && !isKnown(points),
  )
  const [most] = known
  const sentences = [
    most === undefined
      ? ''
      : TEXT.most(
          title(most),
          Math.abs(most.points?.value ?? 0).toFixed(1),
          (most.points?.value ?? 0) < 0,
        ),
    unknown.length === 0
      ? ''
      : TEXT.unknown(listed(unknown.map(title)), unknown[0].seeds, unknown.length > 1),
  ]
  const said = sentences.filter((sentence) => sentence !== '')
  return said.length === 0 ? TEXT.single : said.join(' ')
}

/** Joins words: a, b and c. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
