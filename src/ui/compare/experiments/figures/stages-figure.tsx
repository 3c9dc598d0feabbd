import {
  type StagesExperiment,
  type StagesRow,
  stagesTable,
} from '../../../../experiments/kinds/stages.ts'
import { summariseChoice } from '../../../../recipe/choice/summary.ts'
import { formatTime } from '../../../words/format.ts'
import { formatAccuracy } from '../../format.ts'
import type { FigureProps } from './figure-props.ts'
import { Study } from './study/study.tsx'
import { EXPERIMENTS } from '../texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.stages

/** Accuracy with residual branches or extra convolutions in each subset of the stages, the best first. */
export function StagesFigure({ experiment: stages, onRemove }: FigureProps<StagesExperiment>) {
  const results = useResults(stages)
  const rows = stagesTable(results)
  return (
    <Study
      experiment={stages}
      results={results}
      title={TEXT.titles[stages.of]}
      words={TEXT.of(summariseChoice(stages.base), stages.seeds.length)}
      statement={statementOf(rows)}
      onRemove={onRemove}
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{TEXT.stages}</th>
            <th scope="col" className="right">
              {TEXT.accuracy}
            </th>
            <th scope="col" className="right">
              {TEXT.time}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ stages, summary }) => (
            <tr key={stages.join()}>
              <th scope="row">{TEXT.list(stages)}</th>
              <td className="right strong">
                {summary === null ? TEXT.notYet : formatAccuracy(summary.accuracy)}
              </td>
              <td className="right second">
                {summary === null ? '–' : formatTime(summary.seconds.mean)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="caption">{TEXT.published}</p>
    </Study>
  )
}

/** The best subset so far, and its gain over none. */
function statementOf(rows: readonly StagesRow[]): string {
  const [best] = rows
  const none = rows.find(({ stages }) => stages.length === 0)
  if (best.summary === null) return TEXT.waiting
  const gain = none?.summary
    ? 100 * (best.summary.accuracy.mean - none.summary.accuracy.mean)
    : null
  return TEXT.best(TEXT.list(best.stages), gain === null ? null : gain.toFixed(2))
}
