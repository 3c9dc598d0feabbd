import {
  type FlatDirections,
  type FlatPair,
  flatPairs,
} from '../../../../experiments/kinds/flat-directions.ts'
import { summariseChoice } from '../../../../recipe/choice/summary.ts'
import type { FigureProps } from './figure-props.ts'
import { evenScale, type Scale } from '../../../plot/scales.ts'
import { StudyChart } from './study/study-chart.tsx'
import { SweepFigure } from './study/sweep-figure.tsx'
import { pointsOf, valuesOf } from './study/sweep-lines.ts'
import { EXPERIMENTS } from '../texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.flat
const CHART = EXPERIMENTS.chart

/** Points below the best at which the scale ends; the table shows recipes that fall further. */
const LEAST_SHOWN = 0.1

/** Accuracy over each change, along the flat direction and across it, side by side. */
export function FlatFigure({ experiment, onRemove }: FigureProps<FlatDirections>) {
  const results = useResults(experiment)
  const pairs = flatPairs(experiment, results)
  const all = pairs.flatMap(({ along, across }) => [...along, ...across])
  const best = Math.max(0, ...all.map(({ accuracy }) => accuracy.mean))
  const values = valuesOf(all, ({ accuracy }) => accuracy)
  const y = evenScale(
    values.length === 0 ? [0, 1] : values.map((value) => Math.max(value, best - LEAST_SHOWN)),
    (value) => `${Number((100 * value).toPrecision(4))}%`,
  )
  const x = movesScale(experiment.moves)
  const seeds = experiment.seeds.length
  return (
    <SweepFigure
      experiment={experiment}
      results={results}
      title={TEXT.title}
      words={TEXT.of(summariseChoice(experiment.base), seeds)}
      statement={statementOf(pairs)}
      caption={`${TEXT.note} ${seeds > 1 ? CHART.intervals : CHART.oneSeed}`}
      numbers={{ head: HEAD, rows: pairs.flatMap(rowsOf) }}
      onRemove={onRemove}
    >
      <div className="study-columns">
        {pairs.map(({ varied, along, across }) => (
          <StudyChart
            key={varied}
            name={TEXT.varied[varied].name}
            meaning={TEXT.varied[varied].along}
            heights={y.ticks}
            along={varied === 'momentum' ? momentumTicks(experiment.moves, x) : x.ticks}
            unit=""
            gutter={56}
            lines={[
              {
                id: 'along',
                name: TEXT.along,
                tone: 0,
                points: pointsOf(along, ({ accuracy }) => accuracy, x, within(y)),
              },
              {
                id: 'across',
                name: TEXT.across,
                tone: 1,
                points: pointsOf(across, ({ accuracy }) => accuracy, x, within(y)),
              },
            ]}
          />
        ))}
      </div>
    </SweepFigure>
  )
}

/** Values below the scale are drawn on its lower edge. */
const within = (scale: Scale): Scale => ({
  ...scale,
  share: (value) => Math.max(0, scale.share(value)),
})

const EDGE = 0.14

function movesScale(moves: readonly number[]): Scale {
  const [low, high] = [Math.min(...moves), Math.max(...moves)]
  const share = (move: number) => EDGE + ((1 - 2 * EDGE) * (move - low)) / (high - low)
  return { share, ticks: moves.map((move) => ({ at: share(move), name: TEXT.times(move) })) }
}

const momentumTicks = (moves: readonly number[], { share }: Scale) =>
  moves.map((move) => ({
    at: share(move),
    name: move === 0 ? TEXT.times(0) : TEXT.weight(move),
  }))

const HEAD = [
  TEXT.numbers.varied,
  TEXT.numbers.held,
  TEXT.numbers.move,
  CHART.numbers.seeds,
  CHART.numbers.accuracy,
  CHART.numbers.deviation,
  CHART.numbers.diverged,
]

const rowsOf = ({ varied, along, across }: FlatPair) =>
  (['along', 'across'] as const).flatMap((held) =>
    (held === 'along' ? along : across).map(({ x, accuracy, diverged }) => [
      TEXT.varied[varied].name,
      TEXT.varied[varied][held],
      TEXT.times(x),
      accuracy.count,
      Number((100 * accuracy.mean).toFixed(2)),
      accuracy.deviation === null ? null : Number((100 * accuracy.deviation).toFixed(2)),
      diverged,
    ]),
  )

/** The largest loss of accuracy along each direction and across it, for directions where both are known. */
function statementOf(pairs: readonly FlatPair[]): string {
  const sentences = pairs.flatMap(({ varied, along, across }) => {
    const lost = (points: FlatPair['along']) => {
      const start = points.find(({ x }) => x === 0)
      if (start === undefined || points.length < 2) return null
      const least = Math.min(...points.map(({ accuracy }) => accuracy.mean))
      return (100 * (start.accuracy.mean - least)).toFixed(1)
    }
    const [a, b] = [lost(along), lost(across)]
    return a === null || b === null ? [] : [TEXT.shows(TEXT.varied[varied].name, a, b)]
  })
  return sentences.length === 0 ? TEXT.waiting : sentences.join(' ')
}
