import {
  regimeLines,
  type RegimeLine,
  type Regimes,
} from '../../../../experiments/kinds/regimes.ts'
import { summariseChoice } from '../../../../recipe/choice/summary.ts'
import { formatSmall } from '../../../words/format.ts'
import { accuracyScale, halvingTop } from '../../../charts/accuracy/accuracy-scale.ts'
import type { FigureProps } from './figure-props.ts'
import { evenScale, factorScale, type Scale } from '../../../plot/scales.ts'
import { StudyChart } from './study/study-chart.tsx'
import { SweepFigure } from './study/sweep-figure.tsx'
import { pointsOf, valuesOf } from './study/sweep-lines.ts'
import { EXPERIMENTS } from '../texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.regimes
const CHART = EXPERIMENTS.chart

/** Accuracy and loss over the rate, one line per batch size. */
export function RegimesFigure({ experiment, onRemove }: FigureProps<Regimes>) {
  const results = useResults(experiment)
  const lines = regimeLines(experiment, results)
  const points = lines.flatMap((line) => line.points)
  const rates = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b)
  const x = factorScale(0.85 * (rates[0] ?? 0.1), 1.18 * (rates.at(-1) ?? 1), rates, formatSmall)
  const accuracy = accuracyHeights(Math.max(0.1, ...points.map((point) => point.accuracy.mean)))
  const losses = evenScale([0, ...valuesOf(points, (point) => point.trainLoss)], formatSmall)
  const seeds = experiment.seeds.length
  return (
    <SweepFigure
      experiment={experiment}
      results={results}
      title={TEXT.title}
      words={TEXT.of(summariseChoice(experiment.base), seeds)}
      statement={statementOf(lines)}
      caption={`${TEXT.published} ${seeds > 1 ? CHART.intervals : CHART.oneSeed}`}
      numbers={{ head: HEAD, rows: lines.flatMap(rowsOf) }}
      onRemove={onRemove}
    >
      <StudyChart
        name={TEXT.accuracy}
        meaning={TEXT.accuracyMeaning}
        className="tall"
        heights={accuracy.ticks}
        along={x.ticks}
        unit={TEXT.rate}
        lines={lines.map(({ batchSize, points: ofLine }, tone) => ({
          id: String(batchSize),
          name: TEXT.batches(batchSize),
          tone,
          points: pointsOf(ofLine, (point) => point.accuracy, x, accuracy),
        }))}
      />
      <StudyChart
        name={TEXT.loss}
        meaning={TEXT.lossMeaning}
        heights={losses.ticks}
        along={x.ticks}
        unit={TEXT.rate}
        lines={lines.map(({ batchSize, points: ofLine }, tone) => ({
          id: String(batchSize),
          name: TEXT.batches(batchSize),
          tone,
          points: pointsOf(ofLine, (point) => point.trainLoss, x, losses),
        }))}
      />
    </SweepFigure>
  )
}

/** Accuracy from chance upwards, on a scale that halves the error. */
function accuracyHeights(best: number): Scale {
  const { height, lines, guessing } = accuracyScale('halving', halvingTop(best))
  return {
    share: height,
    ticks: [guessing, ...lines].map((share) => ({ at: height(share), name: `${100 * share}%` })),
  }
}

const HEAD = [
  TEXT.numbers.batch,
  TEXT.rate,
  CHART.numbers.seeds,
  CHART.numbers.accuracy,
  CHART.numbers.deviation,
  CHART.numbers.trainLoss,
  CHART.numbers.diverged,
]

const rowsOf = ({ batchSize, points }: RegimeLine) =>
  points.map(({ x, accuracy, trainLoss, diverged }) => [
    batchSize,
    x,
    accuracy.count,
    Number((100 * accuracy.mean).toFixed(2)),
    accuracy.deviation === null ? null : Number((100 * accuracy.deviation).toFixed(2)),
    trainLoss === null ? null : Number(trainLoss.mean.toPrecision(3)),
    diverged,
  ])

/** The best rate of each batch size, and the rate at which the two differ most. */
function statementOf(lines: readonly RegimeLine[]): string {
  const known = lines.filter(({ points }) => points.length > 0)
  if (known.length === 0) return TEXT.waiting
  const bests = known.map(({ batchSize, points }) => {
    const best = points.reduce((a, b) => (b.accuracy.mean > a.accuracy.mean ? b : a))
    return TEXT.best(batchSize, (100 * best.accuracy.mean).toFixed(1), formatSmall(best.x))
  })
  const first = bests.join('; ')
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}.`
  const [a, b] = known
  if (b === undefined) return sentence
  const gaps = a.points.flatMap((point) => {
    const other = b.points.find(({ x }) => Math.abs(x / point.x - 1) < 1e-3)
    return other === undefined
      ? []
      : [{ x: point.x, by: point.accuracy.mean - other.accuracy.mean }]
  })
  if (gaps.length < 2) return sentence
  const widest = gaps.reduce((most, gap) => (Math.abs(gap.by) > Math.abs(most.by) ? gap : most))
  const ahead = widest.by > 0 ? a.batchSize : b.batchSize
  const by = (100 * Math.abs(widest.by)).toFixed(1)
  return `${sentence} ${TEXT.apart(formatSmall(widest.x), by, ahead)}`
}
