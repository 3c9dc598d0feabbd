import {
  lossByRate,
  type RateLoss,
  STRESS_NORMS,
  type StressTest,
} from '../../../../experiments/kinds/stress.ts'
import { armsOf } from '../../../../experiments/experiment.ts'
import { diverged, type StepCurve } from '../../../../runs/record/record.ts'
import { summariseChoice } from '../../../../recipe/choice/summary.ts'
import { formatSmall } from '../../../words/format.ts'
import type { FigureProps } from './figure-props.ts'
import { decades, factorScale } from '../../../plot/scales.ts'
import { StudyChart } from './study/study-chart.tsx'
import { SweepFigure } from './study/sweep-figure.tsx'
import { EXPERIMENTS } from '../texts.ts'
import { useResults } from './use-results.ts'
import { useEffect, useState } from 'react'
import type { RunEntry } from '../../../../runs/history/entry.ts'
import { useRunLibrary } from '../../../context/run-library-context.ts'
import { attempt } from '../../../controls/attempt.ts'

const TEXT = EXPERIMENTS.stress

/** The loss of guessing one of ten classes: a higher loss is worse than chance. */
const GUESSING_LOSS = Math.log(10)
const MOST_LOSS = 100

interface StressLine {
  readonly norm: boolean
  readonly points: readonly RateLoss[]
  readonly broke: boolean
}

/** The loss over the rising rate, with and without batch norm. */
export function StressFigure({ experiment, onRemove }: FigureProps<StressTest>) {
  const results = useResults(experiment)
  const [seed] = experiment.seeds
  const entries = armsOf(experiment).map((choice) => results.known.entryOf(choice, seed))
  const curves = useStepCurves(entries.flatMap((entry) => entry ?? []))
  const lines = STRESS_NORMS.flatMap((norm, i): StressLine[] => {
    const entry = entries[i]
    const steps = entry === null ? undefined : curves.get(entry.id)
    if (entry === null || steps === undefined) return []
    return [{ norm, points: lossByRate(entry.record, steps), broke: diverged(entry.record) }]
  })
  const { first, last } = experiment
  const least = Math.min(1, ...lines.flatMap(({ points }) => points.map(({ loss }) => loss)))
  const x = factorScale(first, last, decades(first, last), rateName)
  const y = factorScale(0.8 * least, MOST_LOSS, [0.1, 1, GUESSING_LOSS, 10], formatSmall)
  return (
    <SweepFigure
      experiment={experiment}
      results={results}
      title={TEXT.title}
      words={TEXT.of(summariseChoice(experiment.base), rateName(first), rateName(last))}
      statement={statementOf(lines)}
      caption={TEXT.note}
      numbers={{
        head: [TEXT.numbers.norm, TEXT.numbers.step, TEXT.numbers.rate, TEXT.numbers.loss],
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
        unit={TEXT.rate}
        lines={lines.map(({ norm, points }) => ({
          id: String(norm),
          name: norm ? TEXT.norms.with : TEXT.norms.without,
          tone: norm ? 0 : 3,
          bare: true,
          points: points.map(({ rate, loss }) => ({
            x: x.share(rate),
            y: Math.min(1, y.share(loss)),
          })),
        }))}
      />
    </SweepFigure>
  )
}

const rateName = (rate: number): string => String(Number(rate.toPrecision(2)))

const rowsOf = ({ norm, points }: StressLine) =>
  points.map(({ step, rate, loss }) => [
    norm ? TEXT.norms.with : TEXT.norms.without,
    Math.round(step),
    Number(rate.toPrecision(3)),
    Number(loss.toPrecision(4)),
  ])

/** The rate up to which each run learned, and the ratio of both. */
function statementOf(lines: readonly StressLine[]): string {
  const tellings = lines.flatMap(({ norm, points, broke }) => {
    const end = points.at(-1)
    if (end === undefined) return []
    const learning = points.findLast(({ loss }) => loss < GUESSING_LOSS)?.rate ?? points[0].rate
    const words = broke
      ? `${TEXT.worst(rateName(learning))} and ${TEXT.broke(rateName(end.rate))}`
      : TEXT.worst(rateName(learning))
    return [{ norm, learning, words }]
  })
  const withNorm = tellings.find(({ norm }) => norm)
  const without = tellings.find(({ norm }) => !norm)
  if (withNorm === undefined || without === undefined) return TEXT.waiting
  const factor = withNorm.learning / without.learning
  return [
    `${TEXT.withNorm(withNorm.words)}; ${TEXT.withoutNorm(without.words)}.`,
    TEXT.times(String(Number(factor.toPrecision(2)))),
  ].join(' ')
}

/** Per-step curves by run id. They are stored apart from the runs; those not read yet are missing. */
function useStepCurves(entries: readonly RunEntry[]): ReadonlyMap<string, StepCurve> {
  const { history } = useRunLibrary()
  const [read, setRead] = useState<ReadonlyMap<string, StepCurve>>(new Map())
  const ids = entries.map(({ id }) => id).join(' ')
  useEffect(() => {
    let current = true
    const readAll = async () => {
      const found = ids.split(' ').flatMap((id) => history.find(id) ?? [])
      const curves = await Promise.all(
        found.map(async (entry) => [entry.id, (await history.whole(entry)).steps] as const),
      )
      if (current) setRead(new Map(curves))
    }
    attempt(readAll)
    return () => {
      current = false
    }
  }, [ids, history])
  return read
}
