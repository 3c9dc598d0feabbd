import { Repeat, SlidersHorizontal } from 'lucide-react'
import { repeatRequests } from '../../../../experiments/experiment.ts'
import {
  type TuningSearch,
  type TunerEntry,
  tunerState,
} from '../../../../experiments/kinds/tuner/tuner.ts'
import { peakRate } from '../../../../experiments/kinds/varied.ts'
import { resolveRecipe } from '../../../../recipe/choice.ts'
import { summariseChoice } from '../../../../recipe/choice/summary.ts'
import { approximateTime, formatCount, formatSmall, inline } from '../../../words/format.ts'
import { useRunLibrary } from '../../../context/run-library-context.ts'
import { useActions } from '../../../context/lab-context.ts'
import { goTo } from '../../../address/page-view.ts'
import { NumbersDetails } from '../../charts/numbers-details.tsx'
import { inAll, useExpectedSeconds } from '../../queue/use-expected-seconds.ts'
import type { FigureProps } from './figure-props.ts'
import { evenScale } from '../../../plot/scales.ts'
import { StudyChart, type StudyPoint } from './study/study-chart.tsx'
import { Study } from './study/study.tsx'
import { EXPERIMENTS } from '../texts.ts'
import { TunerPath } from './tuner-path.tsx'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.tuner
const CHART = EXPERIMENTS.chart

/** Points of accuracy below the best at which the scale ends. */
const LEAST_SHOWN = 0.04

/** A search so far: every trial's accuracy with the best up to it, and the values of each setting that it tried. */
export function TunerFigure({ experiment, onRemove }: FigureProps<TuningSearch>) {
  const results = useResults(experiment)
  const expected = useExpectedSeconds()
  const { log, next, best } = tunerState(experiment, results.known)
  const finished = log.filter(({ outcome }) => outcome === 'finished')
  const accuracies = finished.map(({ score }) => 1 - score)
  const top = Math.max(0, ...accuracies)
  const y = evenScale(
    accuracies.length === 0
      ? [0, 1]
      : accuracies.map((value) => Math.max(value, top - LEAST_SHOWN)),
    (value) => `${Number((100 * value).toPrecision(4))}%`,
  )
  const trials = Math.max(8, log.length)
  const at = (i: number) => (i + 0.5) / trials
  const one = inAll(results.missing, expected)
  const left = results.all - results.done
  const seconds = one === null ? null : (one * left) / results.missing.length
  const notes = [
    next === null
      ? log.length === experiment.trials
        ? TEXT.spent
        : TEXT.over
      : TEXT.left(left, seconds === null ? null : inline(approximateTime(seconds))),
    earlyWords(log),
    TEXT.caution,
  ]
  return (
    <Study
      experiment={experiment}
      results={results}
      title={TEXT.title}
      words={TEXT.of(summariseChoice(experiment.base))}
      statement={statementOf(log, best)}
      onRemove={onRemove}
    >
      <StudyChart
        name={TEXT.accuracy}
        meaning={TEXT.accuracyMeaning}
        heights={y.ticks}
        along={log.map((_, i) => ({ at: at(i), name: String(i + 1) }))}
        unit={TEXT.trial}
        lines={[
          {
            id: 'best',
            name: TEXT.best,
            value: top === 0 ? '' : `${(100 * top).toFixed(2)}%`,
            tone: 0,
            bare: true,
            points: stairs(
              bestSoFar(log).map((value, i) => ({ x: at(i), y: Math.max(0, y.share(value)) })),
            ),
          },
          {
            id: 'trials',
            name: '',
            tone: 0,
            apart: true,
            points: log.map(({ score, outcome }, i): StudyPoint => ({
              x: at(i),
              y: outcome === 'finished' ? Math.max(0, y.share(1 - score)) : 0,
              hollow: outcome !== 'finished',
            })),
          },
        ]}
      />
      <TunerPath log={log} at={at} />
      <p className="caption">{notes.filter((note) => note !== '').join(' ')}</p>
      {best !== null && best.along !== null && <BestButtons experiment={experiment} best={best} />}
      <NumbersDetails
        head={HEAD}
        rows={log.map((entry, i) => [i + 1, ...cellsOf(entry, experiment)])}
      />
    </Study>
  )
}

function BestButtons({ experiment, best }: { experiment: TuningSearch; best: TunerEntry }) {
  const { queue } = useRunLibrary()
  const { adopt } = useActions()
  const { dataset, engine, seeds } = experiment
  const { choice } = best
  return (
    <div className="chart-buttons">
      <button
        type="button"
        className="button small"
        onClick={() => {
          adopt({ choice, seed: seeds[0], engine })
          goTo('train')
        }}
      >
        <SlidersHorizontal strokeWidth={1.5} aria-hidden />
        {TEXT.use}
      </button>
      <button
        type="button"
        className="button small"
        onClick={() => queue.add(repeatRequests({ choice, dataset, engine }, seeds, REPEATS))}
      >
        <Repeat strokeWidth={1.5} aria-hidden />
        {TEXT.repeat(REPEATS)}
      </button>
    </div>
  )
}

const REPEATS = 3

/** A step line: it keeps each value until the next point. */
const stairs = (points: readonly StudyPoint[]): StudyPoint[] =>
  points.flatMap((point, i) => (i === 0 ? [point] : [{ x: point.x, y: points[i - 1].y }, point]))

/** The best accuracy so far at each trial, from the first finished trial on. */
function bestSoFar(log: readonly TunerEntry[]): number[] {
  let best = 0
  return log.map(({ score }) => {
    best = Number.isFinite(score) ? Math.max(best, 1 - score) : best
    return best
  })
}

const earlyWords = (log: readonly TunerEntry[]): string => {
  const early = log.filter(({ outcome }) => outcome !== 'finished').length
  return early === 0 ? '' : TEXT.early(early)
}

const HEAD = [
  TEXT.numbers.trial,
  TEXT.numbers.along,
  TEXT.coordinates.rate,
  TEXT.coordinates.momentum,
  TEXT.coordinates.batchSize,
  TEXT.coordinates.decay,
  TEXT.numbers.outcome,
  CHART.numbers.accuracy,
]

function cellsOf({ along, choice, outcome, score }: TunerEntry, { base }: TuningSearch) {
  const recipe = resolveRecipe(choice)
  return [
    along === null ? summariseChoice(base) : TEXT.coordinates[along],
    Number(peakRate(recipe).toPrecision(4)),
    recipe.optimiser.momentum,
    recipe.batchSize,
    recipe.optimiser.weightDecay,
    TEXT.outcomes[outcome],
    Number.isFinite(score) ? Number((100 * (1 - score)).toFixed(2)) : null,
  ]
}

/** The result: the best settings, and their gain over the unchanged recipe. */
function statementOf(log: readonly TunerEntry[], best: TunerEntry | null): string {
  const [start] = log
  if (start === undefined || best === null) return TEXT.waiting
  if (best === start) return TEXT.unchanged(log.length)
  const recipe = resolveRecipe(best.choice)
  const { momentum, weightDecay } = recipe.optimiser
  const settings = TEXT.settings(
    formatSmall(peakRate(recipe)),
    String(momentum),
    formatCount(recipe.batchSize),
    String(Number(weightDecay.toPrecision(2))),
  )
  const points = (100 * (start.score - best.score)).toFixed(2)
  return TEXT.better(points, settings, log.indexOf(best) + 1)
}
