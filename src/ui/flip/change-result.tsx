import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { GOAL, type Run } from '../../runs/run.ts'
import { finalScore } from '../../trainer/events.ts'
import { useRunLibrary } from '../context/run-library-context.ts'
import { percentFigure } from '../words/format.ts'
import { certaintyWords, headlineWords, whatWords } from './change-words.ts'
import { changeOfRuns, type Compared } from './compared.ts'

interface ChangeResultProps {
  readonly run: Run
  readonly compared: Compared
  /** Shown if the change is unknown. */
  readonly otherwise: ReactNode
}

/** The headline of a run that differs from the previous one: the effect, and whether it may be chance. */
export function ChangeResult({ run, compared, otherwise }: ChangeResultProps) {
  const entries = useStore(useRunLibrary().history.store, (state) => state.entries)
  const { guessed } = run.comparison
  const { before, what } = compared
  const change = changeOfRuns(before, run, entries)
  if (change === null || run.result === null || run.plan === null) return otherwise
  const { testImages, engine } = run.plan
  const accuracy = percentFigure(finalScore(run.result).accuracy, GOAL)
  const words = whatWords(what, before.choice, run.request.choice)
  return (
    <>
      <h1 className="h1">
        {headlineWords(words, accuracy, change, {
          testImages,
          // On shared CPU cores, times vary more than between recipes.
          secondsBefore: engine.software ? null : before.trainSeconds,
        })}
      </h1>
      <p className="lead">{certaintyWords(change, testImages, guessed?.guess ?? null)}</p>
    </>
  )
}
