import {
  type ForgettingLine,
  forgettingLines,
  type ForgettingTest,
} from '../../../../experiments/kinds/forgetting.ts'
import { summariseChoice } from '../../../../recipe/choice/summary.ts'
import { formatSmall } from '../../../words/format.ts'
import type { FigureProps } from './figure-props.ts'
import { evenScale } from '../../../plot/scales.ts'
import { StudyChart } from './study/study-chart.tsx'
import { SweepFigure } from './study/sweep-figure.tsx'
import { EXPERIMENTS } from '../texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.forgetting

/** The loss on training images by how long ago they were seen, one line per rate. */
export function ForgettingFigure({ experiment, onRemove }: FigureProps<ForgettingTest>) {
  const results = useResults(experiment)
  const lines = forgettingLines(experiment, results)
  const points = lines.flatMap((line) => line.points)
  const losses = points.flatMap(({ low, high }) => [low, high])
  const y = evenScale(losses.length === 0 ? [0, 1] : losses, formatSmall)
  const x = evenScale([0, ...points.map(({ epochsAgo }) => epochsAgo), 1], formatSmall, 6)
  const tests = lines.flatMap(({ factor, testLoss, points: { length } }) =>
    testLoss === null || length === 0 ? [] : [TEXT.test(TEXT.rate(factor), formatSmall(testLoss))],
  )
  const seeds = experiment.seeds.length
  const notes = [
    tests.length > 0 ? TEXT.tests(tests.join('; ')) : '',
    TEXT.published,
    seeds > 1 ? TEXT.band : '',
  ]
  return (
    <SweepFigure
      experiment={experiment}
      results={results}
      title={TEXT.title}
      words={TEXT.of(summariseChoice(experiment.base), seeds)}
      statement={statementOf(lines)}
      caption={notes.filter((note) => note !== '').join(' ')}
      numbers={{
        head: [TEXT.numbers.rate, TEXT.numbers.ago, TEXT.numbers.loss, TEXT.numbers.test],
        rows: lines.flatMap(rowsOf),
      }}
      onRemove={onRemove}
    >
      <StudyChart
        name={TEXT.loss}
        meaning={TEXT.lossMeaning}
        className="tall"
        heights={y.ticks}
        along={x.ticks}
        unit={TEXT.ago}
        lines={lines.map((line, tone) => ({
          id: String(line.factor),
          name: TEXT.rate(line.factor),
          tone,
          banded: seeds > 1,
          points: line.points.map(({ epochsAgo, loss, low, high }) => ({
            x: x.share(epochsAgo),
            y: y.share(loss),
            ...(seeds > 1 && { low: y.share(low), high: y.share(high) }),
          })),
        }))}
      />
    </SweepFigure>
  )
}

const rowsOf = ({ factor, points, testLoss }: ForgettingLine) =>
  points.map(({ epochsAgo, loss }) => [
    TEXT.rate(factor),
    Number(epochsAgo.toFixed(3)),
    Number(loss.toPrecision(4)),
    testLoss === null ? null : Number(testLoss.toPrecision(4)),
  ])

/** Smallest difference in percent that counts as a higher loss. */
const NOTICEABLE = 2

/** How much each rate has forgotten: the images seen longest ago compared with those seen last. */
function statementOf(lines: readonly ForgettingLine[]): string {
  const sentences = lines.flatMap(({ factor, points }) => {
    const [latest] = points
    const oldest = points.at(-1)
    if (latest === undefined || oldest === undefined) return []
    const more = 100 * (oldest.loss / latest.loss - 1)
    const rate = TEXT.rate(factor)
    return more < NOTICEABLE
      ? [TEXT.level(rate)]
      : [TEXT.climbs(rate, more.toFixed(0), formatSmall(oldest.epochsAgo))]
  })
  return sentences.length === 0 ? TEXT.waiting : sentences.join(' ')
}
