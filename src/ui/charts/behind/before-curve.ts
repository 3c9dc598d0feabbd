import { useMemo } from 'react'
import { resolveRecipe } from '../../../recipe/choice.ts'
import { choiceChange } from '../../../recipe/choice/choice-change.ts'
import { summariseChoice } from '../../../recipe/choice/summary.ts'
import { GOAL } from '../../../runs/run.ts'
import type { EarlierRun } from '../../../trainer/comparison.ts'
import { percentFigure } from '../../words/format.ts'
import { useLab } from '../../context/lab-context.ts'
import { CHARTS } from '../texts.ts'
import type { CurveBehind } from './curve-behind.ts'

/** The curve of the comparison run; null if it is the same run. */
export function useBeforeCurve(): CurveBehind | null {
  const before = useLab(({ run }) => run?.comparison.before ?? null)
  const request = useLab(({ run }) => run?.request ?? null)
  return useMemo(() => {
    if (before === null || request === null) return null
    const isSame =
      before.seed === request.seed && choiceChange(before.choice, request.choice) === null
    return isSame ? null : curveOfRun(before)
  }, [before, request])
}

const curveOfRun = ({ choice, seed, dataset, accuracy, tests }: EarlierRun): CurveBehind => ({
  name: CHARTS.before.name,
  words: CHARTS.before.words(summariseChoice(choice), seed),
  points: tests,
  result: percentFigure(accuracy, GOAL),
  dataset,
  smoothing: { test: 0, train: resolveRecipe(choice).labelSmoothing },
})
