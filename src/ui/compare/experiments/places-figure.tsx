import { type Places, type PlacesRow, placesTable } from '../../../experiments/places.ts'
import { summariseChoice } from '../../../recipe/summary.ts'
import { formatTime } from '../../format.ts'
import { formatAccuracy } from '../format.ts'
import type { FigureProps } from './figure.tsx'
import { Study } from './study.tsx'
import { EXPERIMENTS } from './texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.places

/** What residual branches or extra convolutions come to in each subset of the stages, the best first. */
export function PlacesFigure({ experiment: places, onForget }: FigureProps<Places>) {
  const results = useResults(places)
  const rows = placesTable(results)
  return (
    <Study
      experiment={places}
      results={results}
      title={TEXT.titles[places.of]}
      words={TEXT.of(summariseChoice(places.base), places.seeds.length)}
      statement={statementOf(rows)}
      onForget={onForget}
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
              <th scope="row">{TEXT.places(stages)}</th>
              <td className="right strong">
                {summary === null ? TEXT.toCome : formatAccuracy(summary.accuracy)}
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

/** The best subset so far, and what it gains over none. */
function statementOf(rows: readonly PlacesRow[]): string {
  const [best] = rows
  const none = rows.find(({ stages }) => stages.length === 0)
  if (best.summary === null) return TEXT.none
  const gain = none?.summary
    ? 100 * (best.summary.accuracy.mean - none.summary.accuracy.mean)
    : null
  return TEXT.best(TEXT.places(best.stages), gain === null ? null : gain.toFixed(2))
}
