import { useMemo } from 'react'
import { resolveRecipe } from '../../../recipe/choice.ts'
import { choiceChange } from '../../../recipe/choice-change.ts'
import { summariseChoice } from '../../../recipe/summary.ts'
import { GOAL, type Run } from '../../../runs/run.ts'
import { finalScore } from '../../../trainer/events.ts'
import { percentFigure } from '../../words/format.ts'
import { useLab } from '../../context/lab-context.ts'
import { CHARTS } from '../texts.ts'
import type { CurveBehind } from './curve-behind.ts'

/** The curve of the comparison run; null if it is the same run. */
export function useBeforeCurve(): CurveBehind | null {
  const before = useLab((state) => state.before)
  const request = useLab(({ run }) => run?.request ?? null)
  return useMemo(() => {
    if (before === null || request === null) return null
    const isSame =
      before.request.seed === request.seed &&
      choiceChange(before.request.choice, request.choice) === null
    return isSame ? null : curveOfRun(before)
  }, [before, request])
}

function curveOfRun({ request, epochs }: Run): CurveBehind | null {
  const last = epochs.at(-1)
  if (last === undefined) return null
  return {
    name: CHARTS.before.name,
    words: CHARTS.before.words(summariseChoice(request.choice), request.seed),
    points: epochs.map(({ epoch, train, test }) => ({
      epoch,
      accuracy: finalScore(test).accuracy,
      trainLoss: train.loss,
      testLoss: finalScore(test).loss,
    })),
    result: percentFigure(finalScore(last.test).accuracy, GOAL),
    dataset: request.dataset,
    smoothing: { test: 0, train: resolveRecipe(request.choice).labelSmoothing },
  }
}
