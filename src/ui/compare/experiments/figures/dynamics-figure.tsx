import { useMemo } from 'react'
import {
  type Dynamics,
  dynamicsCurves,
  type DynamicsOf,
  type DynamicsPoint,
  GROWTH,
  stepRatio,
} from '../../../../experiments/kinds/dynamics.ts'
import { resolveRecipe } from '../../../../recipe/choice.ts'
import { TOGGLES } from '../../../../recipe/toggles.ts'
import { summariseChoice } from '../../../../recipe/choice/summary.ts'
import { formatCount, formatSmall } from '../../../words/format.ts'
import type { FigureProps } from './figure-props.ts'
import { evenScale, factorScale, type Scale } from '../../../plot/scales.ts'
import { StudyChart } from './study/study-chart.tsx'
import { SweepFigure } from './study/sweep-figure.tsx'
import { EXPERIMENTS } from '../texts.ts'
import { useResults } from './use-results.ts'

const TEXT = EXPERIMENTS.dynamics

interface NamedCurve {
  readonly name: string
  readonly points: readonly DynamicsPoint[]
}

/** Weight norms, effective steps and cosines of two runs, overlaid. */
export function DynamicsFigure({ experiment, onRemove }: FigureProps<Dynamics>) {
  const results = useResults(experiment)
  const curves = useMemo(() => dynamicsCurves(results), [results])
  const names = armNames(experiment)
  const known = curves.flatMap((points, i): NamedCurve[] =>
    points === null ? [] : [{ name: names[i], points }],
  )
  const end = Math.max(1, ...known.map(({ points }) => points.at(-1)?.epoch ?? 0))
  const x = evenScale([0, end], markWords, 6)
  return (
    <SweepFigure
      experiment={experiment}
      results={results}
      title={TEXT.titles[experiment.of]}
      words={summariseChoice(experiment.base)}
      statement={statementOf(experiment.of, curves)}
      caption={`${TEXT.note} ${TEXT.published[experiment.of]}`}
      numbers={{ head: HEAD, rows: known.flatMap(rowsOf) }}
      onRemove={onRemove}
    >
      {PANES.map(({ key, name, meaning, scale, of }) => {
        const values = known.flatMap(({ points }) => points.flatMap((point) => of(point) ?? []))
        const y = scale(values)
        return (
          <StudyChart
            key={key}
            name={name}
            meaning={meaning}
            heights={y.ticks}
            along={x.ticks}
            unit={TEXT.epoch}
            lines={known.map((curve, tone) => ({
              id: curve.name,
              name: curve.name,
              tone,
              bare: true,
              points: curve.points.flatMap((point) => {
                const value = of(point)
                return value === null ? [] : [{ x: x.share(point.epoch), y: y.share(value) }]
              }),
            }))}
          />
        )
      })}
    </SweepFigure>
  )
}

const MARKS = [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000]

/** Whole numbers without decimals. */
const markWords = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : formatSmall(value)

/** A logarithmic scale from the least to the largest value. */
function factors(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return factorScale(0.1, 10, MARKS, markWords)
  const [low, high] = [0.8 * Math.min(...positive), 1.3 * Math.max(...positive)]
  return factorScale(low, high, MARKS, markWords)
}

const shares = (values: readonly number[]): Scale =>
  evenScale([...values, 0], (value) => formatSmall(value).replace('-', MINUS))

const MINUS = '\u2212'

interface PaneOf {
  readonly key: string
  readonly name: string
  readonly meaning: string
  readonly scale: (values: readonly number[]) => Scale
  readonly of: (point: DynamicsPoint) => number | null
}

const PANES: readonly PaneOf[] = [
  { key: 'norm', ...TEXT.norm, scale: factors, of: ({ weightNorm }) => weightNorm },
  { key: 'step', ...TEXT.step, scale: factors, of: ({ effectiveStep }) => effectiveStep },
  { key: 'gradient', ...TEXT.gradient, scale: factors, of: ({ gradientNorm }) => gradientNorm },
  {
    key: 'weight cosine',
    ...TEXT.weightCosine,
    scale: shares,
    of: ({ gradientWeightCosine }) => gradientWeightCosine,
  },
  {
    key: 'cosine',
    ...TEXT.gradientCosine,
    scale: shares,
    of: ({ gradientCosine }) => gradientCosine,
  },
]

const HEAD = [
  TEXT.numbers.run,
  TEXT.epoch,
  TEXT.norm.name,
  TEXT.step.name,
  TEXT.gradient.name,
  TEXT.weightCosine.name,
  TEXT.gradientCosine.name,
]

const tidy = (value: number): number => Number(value.toPrecision(4))

const rowsOf = ({ name, points }: NamedCurve) =>
  points.map((point) => [
    name,
    Number(point.epoch.toFixed(2)),
    tidy(point.weightNorm),
    tidy(point.effectiveStep),
    tidy(point.gradientNorm),
    tidy(point.gradientWeightCosine),
    point.gradientCosine === null ? null : tidy(point.gradientCosine),
  ])

/** The names of the recipe and its variant in the figure. */
function armNames({ base, of }: Dynamics): readonly [string, string] {
  const recipe = resolveRecipe(base)
  switch (of) {
    case 'batchSize':
      return [TEXT.batches(recipe.batchSize), TEXT.batches(GROWTH * recipe.batchSize)]
    case 'start':
      return TOGGLES.dirac.isOn(recipe)
        ? [TEXT.starts.identity, TEXT.starts.other]
        : [TEXT.starts.other, TEXT.starts.identity]
    case 'lars':
      return TOGGLES.lars.isOn(recipe)
        ? [TEXT.rules.lars, TEXT.rules.sgd]
        : [TEXT.rules.sgd, TEXT.rules.lars]
  }
}

/** A comparison of the second run's steps or final weights with the first's. */
function statementOf(of: DynamicsOf, curves: readonly (readonly DynamicsPoint[] | null)[]): string {
  const ratio = stepRatio(curves)
  const [a, b] = curves
  const [startA, startB, endA, endB] = [a?.at(0), b?.at(0), a?.at(-1), b?.at(-1)]
  if (ratio === null || !startA || !startB || !endA || !endB) return TEXT.waiting
  const figure = formatSmall(ratio)
  switch (of) {
    case 'batchSize':
      return TEXT.grew(formatCount(GROWTH), figure, formatSmall(Math.sqrt(GROWTH)))
    case 'start':
      return TEXT.came(
        formatSmall(apart(startA.weightNorm, startB.weightNorm)),
        formatSmall(apart(endA.weightNorm, endB.weightNorm)),
      )
    case 'lars':
      return TEXT.beside(figure)
  }
}

/** The ratio of the larger value to the smaller one. */
const apart = (a: number, b: number): number => Math.max(a, b) / Math.min(a, b)
