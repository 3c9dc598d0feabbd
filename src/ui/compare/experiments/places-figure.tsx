import { type Places, type PlacesRow, placesTable } from '../../../experiments/places.ts'
import { summariseChoice } from '../../../recipe/summary.ts'
import { GOAL } from '../../../runs/run.ts'
import { formatTime, percentFigure } from '../../format.ts'
import { formatMean } from '../format.ts'
import { ExperimentHead } from './experiment-head.tsx'
import type { FigureProps } from './figure.tsx'
import { EXPERIMENTS } from './texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.places

/** What residual branches or extra convolutions come to in each subset of the stages, the best first. */
export function PlacesFigure({ experiment: places, onForget }: FigureProps<Places>) {
  const results = useResults(places)
  const rows = placesTable(results)
  return (
    <section className="wide-row">
      <ExperimentHead
        experiment={places}
        results={results}
        title={TEXT.titles[places.of]}
        words={TEXT.of(summariseChoice(places.base), places.seeds.length)}
        onForget={onForget}
      />
      <p className="statement">{statementOf(rows)}</p>
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
          {rows.map(({ stages, accuracy, seconds }) => (
            <tr key={stages.join()}>
              <th scope="row">{TEXT.places(stages)}</th>
              <td className="right strong">{accuracyWords(accuracy)}</td>
              <td className="right second">{seconds === null ? '–' : formatTime(seconds.mean)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="caption">{TEXT.published}</p>
    </section>
  )
}

function accuracyWords(sample: PlacesRow['accuracy']): string {
  if (sample === null) return TEXT.toCome
  const { mean, deviation } = sample
  return `${deviation === null ? percentFigure(mean, GOAL) : formatMean(mean, deviation)}%`
}

/** The best subset so far, and what it gains over none. */
function statementOf(rows: readonly PlacesRow[]): string {
  const [best] = rows
  const none = rows.find(({ stages }) => stages.length === 0)
  if (best.accuracy === null) return TEXT.none
  const gain = none?.accuracy ? 100 * (best.accuracy.mean - none.accuracy.mean) : null
  return TEXT.best(TEXT.places(best.stages), gain === null ? null : gain.toFixed(2))
}
